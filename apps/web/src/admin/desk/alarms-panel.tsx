import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../../data/client';
import { useAlarms } from '../../jobs/alarm/alarm-panel';
import { jobKeys } from '../../jobs/job-keys';
import { ReasonField } from '../../layout/reason-field';
import { Problem } from '../../layout/states';
import { moment } from '../../words/time';
import { words } from '../../words/words';

type Alarm = WireAnswer<typeof api.alarms.ofJob>['items'][number];

/** Calls for help of a job: taken in hand, and ended with words. */
export function AlarmsOnDesk({ jobId }: { jobId: string }) {
  const items = useAlarms(jobId).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="panel" aria-label={words('admin.alarm.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('admin.alarm.section')}
      </Title>
      <Stack gap="md">
        {items.map((alarm) => (
          <OnDesk key={alarm.id} alarm={alarm} />
        ))}
      </Stack>
    </section>
  );
}

function OnDesk({ alarm }: { alarm: Alarm }) {
  const { id, state, location, accuracyMeters } = alarm;
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const read = () => queries.invalidateQueries({ queryKey: jobKeys.alarms(alarm.jobId) });
  const acknowledge = useMutation({
    mutationFn: () => client.alarms.acknowledge({ params: { id } }),
    onSettled: read,
  });
  const resolve = useMutation({
    mutationFn: () => client.alarms.resolve({ params: { id }, body: { reason } }),
    onSettled: read,
  });
  const isOpen = state === 'open' || state === 'acknowledged';
  return (
    <Stack gap="xs">
      <Text fw={600} c={isOpen ? 'var(--mantine-color-error)' : undefined}>
        {calledWords(alarm)}
      </Text>
      <Text size="sm" className="figures">
        {location === null ? (
          words('admin.alarm.noPosition')
        ) : (
          <Anchor
            href={`https://www.google.com/maps?q=${location.lat},${location.lng}`}
            target="_blank"
            rel="noreferrer"
          >
            {placeWords(location, accuracyMeters)}
          </Anchor>
        )}
      </Text>
      {(acknowledge.error ?? resolve.error) && <Problem error={acknowledge.error ?? resolve.error} />}
      {state === 'open' && (
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          {words('admin.alarm.take')}
        </Button>
      )}
      {isOpen && (
        <>
          <ReasonField description={words('admin.alarm.bothRead')} value={reason} onChange={setReason} />
          <Button
            variant="default"
            disabled={reason.trim() === ''}
            loading={resolve.isPending}
            onClick={() => resolve.mutate()}
          >
            {words('admin.alarm.over')}
          </Button>
        </>
      )}
    </Stack>
  );
}

function calledWords({ state, raisedBy: by, pressedAt, resolution }: Alarm): string {
  const called = { by, when: moment(pressedAt), state: words(`admin.alarm.${state}`) };
  return resolution === null
    ? words('admin.alarm.called', called)
    : words('admin.alarm.calledAndEnded', { ...called, resolution });
}

function placeWords({ lat, lng }: NonNullable<Alarm['location']>, accuracyMeters: number | null): string {
  const position = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
  if (accuracyMeters === null) return position;
  return words('admin.alarm.at', { position, meters: Math.round(accuracyMeters) });
}
