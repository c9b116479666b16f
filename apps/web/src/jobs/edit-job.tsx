import { Button, Modal, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import type { Job } from './job-queries';
import { words } from '../words/words';

const EditForm = lazy(() => import('./edit-form').then(({ EditForm: component }) => ({ default: component })));

/** Its form comes when it is opened: most jobs are never changed. */
export function EditJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        {words('jobs.edit.open')}
      </Button>
      <Modal.Stack>
        <Modal
          opened={isOpen}
          onClose={close}
          stackId="edit"
          size="lg"
          title={words('jobs.edit.title', { job: job.title })}
          closeButtonProps={{ 'aria-label': words('layout.close') }}
        >
          <Suspense fallback={<Skeleton h={320} role="progressbar" aria-label={words('jobs.edit.loading')} />}>
            <EditForm job={job} onDone={close} />
          </Suspense>
        </Modal>
      </Modal.Stack>
    </>
  );
}
