import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { MarketRules, WireAnswer, api } from '@aegis/contract';
import { useEffect, useState } from 'react';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { useRules } from '../data/server-config';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { lengthWords } from '../words/rules';
import { clock, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import { extensionOutcome, type ExtensionOutcome } from './hold-outcome';
import { type Job, useJobPayments } from './job-queries';
import { words } from '../words/words';

type Agreed = WireAnswer<typeof api.payments.extend>;

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
    label: words('jobs.extend.longer', { length: lengthWords(minutes) }),
  }));
}

/** Nothing is charged beyond the hold without the customer's word: this is where they give it, with the price before it. */
export function ExtendJob({ job }: { job: Job }) {
  const [isOpen, { open, close }] = useDisclosure();
  const [agreed, setAgreed] = useState<Agreed | null>(null);
  const outcome = useOutcome(job, agreed, setAgreed);
  const choices = choicesFor(job, useRules());
  if (choices.length === 0) return null;
  return (
    <>
      {outcome && <Outcome job={job} {...outcome} />}
      <Button variant="default" disabled={outcome?.is === 'asking'} onClick={open}>
        {words('jobs.extend.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={words('jobs.extend.title')}
        closeButtonProps={{ 'aria-label': words('layout.close') }}
      >
        <ExtendForm job={job} choices={choices} onAgreed={setAgreed} onDone={close} />
      </Modal>
    </>
  );
}

interface Told {
  is: ExtensionOutcome;
  /** The bank's, of a card that was refused. */
  reason: string | null;
}

/** The card decides: until it has, nothing is said to be done. */
function useOutcome(job: Job, agreed: Agreed | null, forget: (agreed: null) => void): Told | null {
  const queries = useQueryClient();
  const rows = useJobPayments(job).data?.items ?? [];
  const hold = rows.find(({ id }) => id === agreed?.paymentId);
  const is = agreed && extensionOutcome(job, agreed.endTime, hold);
  const zone = zoneAt(job.location);
  const { id } = job;
  const status = hold?.status;
  // The job lasts longer from the moment at which its hold stands.
  useEffect(() => {
    if (status === 'authorized')
      for (const queryKey of [jobKeys.lists, jobKeys.job(id)]) void queries.invalidateQueries({ queryKey });
  }, [queries, id, status]);
  useEffect(() => {
    if (is !== 'extended' || !agreed) return;
    void say({
      title: words('jobs.extend.done'),
      message: words('jobs.extend.endsAt', { time: clock(agreed.endTime, zone) }),
    });
    forget(null);
  }, [is, agreed, zone, forget]);
  return is && { is, reason: hold?.failureMessage ?? null };
}

function Outcome({ job, is, reason }: Told & { job: Job }) {
  if (is === 'extended') return null;
  if (is === 'asking')
    return (
      <Text role="status" size="sm">
        {words('jobs.extend.asking')}
      </Text>
    );
  return (
    <Alert color="yellow" title={words('jobs.extend.not')} role="alert">
      <Text className="figures">
        {is === 'refused' ? (reason ?? words('jobs.extend.refused')) : words('jobs.extend.changed')}{' '}
        {words('jobs.extend.endsAt', { time: clock(job.endTime, zoneAt(job.location)) })}
      </Text>
    </Alert>
  );
}

function Price({ job, price: { endTime, addedCents, totalAmountCents } }: { job: Job; price: Agreed }) {
  const time = clock(endTime, zoneAt(job.location));
  return (
    <Text className="figures">
      {words('jobs.extend.price', { time, added: money(addedCents), total: money(totalAmountCents) })}
    </Text>
  );
}

interface ExtendFormProps {
  job: Job;
  choices: ReturnType<typeof choicesFor>;
  onAgreed: (agreed: Agreed) => void;
  onDone: () => void;
}

function ExtendForm({ job, choices, onAgreed, onDone }: ExtendFormProps) {
  const [minutes, setMinutes] = useState((choices[1] ?? choices[0])?.value ?? '');
  const keys = useEntryKeys();
  const queries = useQueryClient();
  const params = { id: job.id };
  const endTime = new Date(Date.parse(job.endTime) + Number(minutes) * MINUTE_MS).toISOString();
  const preview = useQuery({
    queryKey: ['extend-preview', job.id, endTime],
    queryFn: () => client.payments.extend({ params, body: { endTime, preview: true } }),
  });
  const extend = useMutation({
    mutationFn: (quotedAmountCents: number) =>
      client.payments.extend({
        params,
        body: { endTime, quotedAmountCents },
        idempotencyKey: keys.of([endTime, quotedAmountCents]),
      }),
    onSuccess: (agreed) => {
      for (const queryKey of [jobKeys.payments(job.id), jobKeys.timeline(job.id)])
        void queries.invalidateQueries({ queryKey });
      onAgreed(agreed);
      onDone();
    },
    // What was agreed to elsewhere may have made it another price: it is shown before anything is extended.
    onError: () => void preview.refetch(),
  });
  const price = preview.data;
  const error = preview.error ?? extend.error;
  return (
    <Stack gap="md">
      <Select
        label={words('jobs.extend.how')}
        data={choices}
        value={minutes}
        allowDeselect={false}
        onChange={(value) => value !== null && setMinutes(value)}
      />
      {price && <Price job={job} price={price} />}
      {error && <Problem error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {words('jobs.leaveIt')}
        </Button>
        <Button
          disabled={!price}
          loading={extend.isPending}
          onClick={() => price && extend.mutate(price.totalAmountCents)}
        >
          {price ? words('jobs.extend.agreeTo', { amount: money(price.addedCents) }) : words('jobs.extend.agree')}
        </Button>
      </Group>
    </Stack>
  );
}
