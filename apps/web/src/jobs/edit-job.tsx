import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { words } from '../words/words';
import { EditDialog } from './edit-dialog';
import type { Job } from './job-queries';

export function EditJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        {words('jobs.edit.open')}
      </Button>
      <EditDialog isOpen={isOpen} title={words('jobs.edit.title', { job: job.title })} onClose={close} job={job} />
    </>
  );
}
