import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { Problem } from '../layout/states';
import { useNow } from '../words/use-now';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

const MINUTE_MS = 60_000;
const STEP_MS = 15_000;

/** What is asked of whoever says that the guard is here. */
export interface ArrivalConfirmation {
  job: Job;
  onDone: () => void;
}

interface ArrivalProps {
  job: Job;
  /** The customer's, when it is left out. */
  confirmation?: ComponentType<ArrivalConfirmation>;
}

/** From when on a guard may check in: what to do when their phone cannot show that they are there. */
export function Arrival({ job, confirmation: Confirmation = Confirm }: ArrivalProps) {
  const now = useNow(STEP_MS);
  const opensAt = Date.parse(job.startTime) - useRules().checkInEarlyMinutes * MINUTE_MS;
  const [isOpen, { open, close }] = useDisclosure();
  if (now < opensAt || now >= Date.parse(job.endTime)) return null;
  return (
    <section className="panel" aria-label={words('jobs.arrival.section')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {words('jobs.arrival.title')}
        </Title>
        <Code job={job} />
        <Text size="sm" c="dimmed">
          {words('jobs.arrival.how')}
        </Text>
        <Button variant="default" onClick={open}>
          {words('jobs.arrival.isHere')}
        </Button>
      </Stack>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words('jobs.arrival.isHere')}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <Confirmation job={job} onDone={close} />
      </Modal>
    </section>
  );
}

function Code({ job }: { job: Job }) {
  const { data, error } = useQuery({
    queryKey: ['arrival-code', job.id, job.matchedAt],
    queryFn: () => client.jobs.arrivalCode({ params: { id: job.id } }),
  });
  if (error) return <Problem error={error} />;
  if (!data) return null;
  if (data.triesLeft === 0) return <Text>{words('jobs.arrival.tooOften')}</Text>;
  return (
    <Text
      className="figures"
      size="xl"
      fw={600}
      aria-label={words('jobs.arrival.code', { code: data.code.split('').join(' ') })}
    >
      {data.code.slice(0, 3)} {data.code.slice(3)}
    </Text>
  );
}

function Confirm({ job, onDone }: ArrivalConfirmation) {
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => client.jobs.confirmArrival({ params: { id: job.id }, idempotencyKey: `${job.id}:is-here` }),
    onSuccess: (changed) => {
      queries.setQueryData(jobKeys.job(job.id), changed);
      for (const queryKey of [jobKeys.lists, jobKeys.timeline(job.id)]) void queries.invalidateQueries({ queryKey });
      onDone();
    },
  });
  return (
    <Stack gap="md">
      <Text>{words('jobs.arrival.confirm')}</Text>
      {confirm.error && <Problem error={confirm.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {words('jobs.arrival.notYet')}
        </Button>
        <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {words('jobs.arrival.yes')}
        </Button>
      </Group>
    </Stack>
  );
}
