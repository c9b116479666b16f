import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { type ReactNode, useEffect } from 'react';
import { client } from '../../data/client';
import { usePolling } from '../../data/live';
import { onConnection } from '../../data/reachability';
import { useUser } from '../../data/session';
import { Problem } from '../../layout/states';
import { moment } from '../../words/time';
import { useNow } from '../../words/use-now';
import { jobKeys } from '../job-keys';
import type { Job } from '../job-queries';
import { HoldButton } from './hold-button';
import { forgetAlarm, keepAlarm, sendAlarms, WAITING_ALARMS, waitingAlarms } from './waiting-alarms';
import { richWords, words } from '../../words/words';

type Alarm = WireAnswer<typeof api.alarms.ofJob>['items'][number];

const STEP_MS = 250;

/** What this page cannot do, one tap away. */
const Call911 = (number: ReactNode) => (
  <Anchor href="tel:911" fw={700}>
    {number}
  </Anchor>
);

export function useAlarms(jobId: string) {
  const every = usePolling();
  return useQuery({
    queryKey: jobKeys.alarms(jobId),
    queryFn: ({ signal }) => client.alarms.ofJob({ params: { id: jobId }, signal }),
    refetchInterval: every,
    meta: { told: true },
  });
}

/** Help: to the desk and the other party. It says in so many words what it is not. */
export function AlarmPanel({ job, as }: { job: Job; as: 'customer' | 'guard' }) {
  const { id: userId } = useUser();
  const queries = useQueryClient();
  const alarms = useAlarms(job.id);
  const waiting = useQuery({
    queryKey: [...WAITING_ALARMS, userId, job.id],
    queryFn: () => waitingAlarms(userId, job.id),
    networkMode: 'always',
  });
  useEffect(() => onConnection(() => void sendAlarms(userId, job.id, queries)), [userId, job.id, queries]);
  const raise = async (): Promise<void> => {
    await keepAlarm(userId, job.id);
    await queries.invalidateQueries({ queryKey: WAITING_ALARMS });
    await sendAlarms(userId, job.id, queries);
  };
  const open = (alarms.data?.items ?? []).filter(({ state }) => state !== 'resolved' && state !== 'withdrawn');
  const unsent = waiting.data ?? [];
  return (
    <section className="panel" aria-label={words('jobs.alarm.section')}>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {words('jobs.alarm.section')}
        </Title>
        <Text size="sm">{richWords('jobs.alarm.not', { call: Call911 }, { as })}</Text>
        {unsent.map(({ clientId }) => (
          <Unsent key={clientId} clientId={clientId} />
        ))}
        {open.map((alarm) => (
          <Open key={alarm.id} alarm={alarm} />
        ))}
        {open.length === 0 && unsent.length === 0 && (
          <HoldButton onHeld={() => void raise()}>{words('jobs.alarm.hold')}</HoldButton>
        )}
      </Stack>
    </section>
  );
}

function Unsent({ clientId }: { clientId: string }) {
  const queries = useQueryClient();
  const drop = async (): Promise<void> => {
    await forgetAlarm(clientId);
    await queries.invalidateQueries({ queryKey: WAITING_ALARMS });
  };
  return (
    <Stack gap="xs" role="alert">
      <Text fw={600} c="var(--mantine-color-error)">
        {richWords('jobs.alarm.unsent', { call: Call911 })}
      </Text>
      <Button variant="default" mih={44} onClick={() => void drop()}>
        {words('jobs.alarm.takeBack')}
      </Button>
    </Stack>
  );
}

function Open({ alarm }: { alarm: Alarm }) {
  const queries = useQueryClient();
  const now = useNow(STEP_MS);
  const withdraw = useMutation({
    mutationFn: () => client.alarms.withdraw({ params: { id: alarm.id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: jobKeys.alarms(alarm.jobId) }),
  });
  const seconds = Math.max(0, Math.ceil((Date.parse(alarm.goesOutAt) - now) / 1000));
  return (
    <Stack gap="xs" role="alert">
      <Text fw={600} c="var(--mantine-color-error)">
        {alarmWords(alarm, seconds)}
      </Text>
      {withdraw.error && <Problem error={withdraw.error} />}
      {alarm.isMine && (
        <Button variant="default" mih={44} loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {words(alarm.state === 'held' ? 'jobs.alarm.takeBack' : 'jobs.alarm.false')}
        </Button>
      )}
    </Stack>
  );
}

function alarmWords({ state, isMine, raisedBy, pressedAt, acknowledgedAt }: Alarm, seconds: number): string {
  const who = isMine ? 'mine' : raisedBy;
  if (state === 'held') return seconds > 0 ? words('jobs.alarm.tellIn', { seconds }) : words('jobs.alarm.tellNow');
  return state === 'acknowledged' && acknowledgedAt !== null
    ? words(`jobs.alarm.${who}.inHand`, { when: moment(acknowledgedAt) })
    : words(`jobs.alarm.${who}.told`, { when: moment(pressedAt) });
}
