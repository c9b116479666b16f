import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MarketRules } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { lengthWords } from '../words/rules';
import { clock, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const CHOICES_MINUTES = [30, 60, 120, 240];

/** As long as a job may last in all, and one guard may work. */
function choicesFor(
  { durationHours }: Job,
  { jobMaxHours, dayWorkMaxHours }: MarketRules,
): { value: string; label: string }[] {
  const left = (Math.min(jobMaxHours, dayWorkMaxHours) - durationHours) * HOUR_MINUTES;
  return CHOICES_MINUTES.filter((minutes) => minutes <= left).map((minutes) => ({
    value: String(minutes),
    label: `${lengthWords(minutes)} longer`,
  }));
}

/** Nothing is charged beyond the hold without the customer's word: this is where they give it, with the price before it. */
export function ExtendJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  const choices = choicesFor(job, useRules());
  if (choices.length === 0) return null;
  return (
    <>
      <Button variant="default" onClick={open}>
        Extend this job
      </Button>
      <Modal opened={isOpen} onClose={close} title="Extend the job" closeButtonProps={{ 'aria-label': 'Close' }}>
        <ExtendForm job={job} choices={choices} onDone={close} />
      </Modal>
    </>
  );
}

function ExtendForm({
  job,
  choices,
  onDone,
}: {
  job: Job;
  choices: ReturnType<typeof choicesFor>;
  onDone: () => void;
}) {
  const [minutes, setMinutes] = useState((choices[1] ?? choices[0])?.value ?? '');
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
      for (const queryKey of [
        jobKeys.lists,
        ...[jobKeys.job, jobKeys.payments, jobKeys.timeline].map((key) => key(job.id)),
      ])
        void queries.invalidateQueries({ queryKey });
      void say({ title: 'The job is extended', message: `It ends at ${clock(endTime, zoneAt(job.location))}.` });
      onDone();
    },
  });
  const error = preview.error ?? extend.error;
  return (
    <Stack gap="md">
      <Select
        label="How much longer"
        data={choices}
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
