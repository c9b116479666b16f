import { Modal, Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';
import { words } from '../words/words';
import type { EditForm as Form } from './edit-form';

const EditForm = lazy(() => import('./edit-form').then(({ EditForm: component }) => ({ default: component })));

interface EditDialogProps extends Omit<ComponentProps<typeof Form>, 'onDone'> {
  isOpen: boolean;
  title: string;
  onClose: () => void;
}

/** Its form comes when it is opened: most jobs are never changed. A second look at the price stands in its place. */
export const EditDialog = ({ isOpen, title, onClose, ...form }: EditDialogProps) => (
  <Modal.Stack>
    <Modal
      opened={isOpen}
      onClose={onClose}
      stackId="edit"
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': words('layout.close') }}
    >
      <Suspense fallback={<Skeleton h={320} role="progressbar" aria-label={words('jobs.edit.loading')} />}>
        <EditForm {...form} onDone={onClose} />
      </Suspense>
    </Modal>
  </Modal.Stack>
);
