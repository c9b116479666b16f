import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { clock, zoneAt } from '../words/time';
import type { Job } from './job-queries';

const MINUTE_MS = 60_000;
const CHOICES = [
  { value: '30', label: '30 minutes longer' },
  { value: '60', label: '1 hour longer' },
  { value: '120', label: '2 hours longer' },
  { value: '240', label: '4 hours longer' },
];

/** Nothing is charged beyond the hold without the customer's word: this is where he gives it, with the price before it. */
export function ExtendJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        Extend this job
      </Button>
      <Modal opened={isOpen} onClose={close} title="Extend the job" closeButtonProps={{ 'aria-label': 'Close' }}>
        <ExtendForm job={job} onDone={close} />
      </Modal>
    </>
  );
}

function ExtendForm({ job, onDone }: { job: Job; onDone: () => void }) {
  const [minutes, setMinutes] = useState('60');
  const [key] = useState(() => crypto.randomUUID());
  const queries = useQueryClient();
  const params = { id: job.id };
  const endTime = new Date(Date.parse(job.endTime) + Number(minutes) * MINUTE_MS).toISOString();
  const preview = useQuery({
    queryKey: ['extend-preview', job.id, endTime],
    queryFn: () => client.payments.extend({ params, body: { endTime, preview: true } }),
  });
  const extend = useMutation({
    mutationFn: () => client.payments.extend({ params, body: { endTime }, idempotencyKey: `${key}-${minutes}` }),
    onSuccess: () => {
      for (const name of ['job', 'jobs', 'job-payments', 'job-timeline'])
        void queries.invalidateQueries({ queryKey: [name] });
      void say({ title: 'The job is extended', message: `It ends at ${clock(endTime, zoneAt(job.location))}.` });
      onDone();
    },
  });
  const error = preview.error ?? extend.error;
  return (
    <Stack gap="md">
      <Select
        label="How much longer"
        data={CHOICES}
        value={minutes}
        allowDeselect={false}
        onChange={(value) => value !== null && setMinutes(value)}
      />
      {preview.data && (
        <Text className="figures">
          Until {clock(endTime, zoneAt(job.location))}: {money(preview.data.addedCents)} more,{' '}
          {money(preview.data.totalAmountCents)} at most in all. You still pay only for the time worked.
        </Text>
      )}
      {error && <Problem error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Leave it
        </Button>
        <Button disabled={!preview.data} loading={extend.isPending} onClick={() => extend.mutate()}>
          {preview.data ? `Agree to ${money(preview.data.addedCents)} more` : 'Agree'}
        </Button>
      </Group>
    </Stack>
  );
}
