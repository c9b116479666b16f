import { Button, Modal, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import type { Job } from './job-queries';

const EditForm = lazy(() => import('./edit-form').then(({ EditForm: component }) => ({ default: component })));

/** Its form comes when it is opened: most jobs are never changed. */
export function EditJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        Change this job
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={`Change “${job.title}”`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Suspense fallback={<Skeleton h={320} role="progressbar" aria-label="The form is being loaded" />}>
          <EditForm job={job} onDone={close} />
        </Suspense>
      </Modal>
    </>
  );
}
