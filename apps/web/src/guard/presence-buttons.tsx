import { Button, Stack, Text, Title } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { jobKeys } from '../jobs/job-keys';
import type { Job } from '../jobs/job-queries';
import { metersBetween } from '../map/geometry';
import { atMoment, clock, duration, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { PresenceProblem } from './presence-problem';
import { flush } from './positions/share-position';
import { currentShift, useShift } from './positions/shift-store';
import { siteWords } from './site-words';

const MINUTE_MS = 60_000;
const STEP_MS = 5000;

/** Check-in and check-out: the one thing to do on this page. Never shown as done before the server has said so. */
export function PresenceButtons({ job }: { job: Job }) {
  const now = useNow(STEP_MS);
  const rules = useRules();
  const { online } = useNetwork();
  const { reading } = useShift();
  const presence = usePresence(job);
  const opensAt = Date.parse(job.startTime) - rules.checkInEarlyMinutes * MINUTE_MS;
  const isEarly = job.status === 'matched' && now < opensAt;
  const zone = zoneAt(job.location);
  const isOnSite = job.status === 'in_progress';
  return (
    <section className="panel" aria-label={isOnSite ? 'Check out' : 'Check in'}>
      <Stack gap="sm">
        <Title order={2} size="h4" c={isOnSite ? 'var(--aegis-on-site)' : undefined} className="figures">
          {isOnSite
            ? `On site since ${clock(job.startedAt ?? job.startTime, zone)}, ${duration((now - Date.parse(job.startedAt ?? job.startTime)) / 60_000)}`
            : isEarly
              ? 'You are booked'
              : 'On your way'}
        </Title>
        <Text className="figures">
          {isEarly
            ? `Check-in opens ${atMoment(new Date(opensAt).toISOString(), zone)}.`
            : siteWords(
                reading ? metersBetween(reading, job.location) : null,
                reading?.accuracyMeters ?? null,
                job.siteRadiusMeters,
                rules,
              )}
        </Text>
        {!online && (
          <Text c="var(--aegis-needs-you)">
            You are offline. {isOnSite ? 'Check-out' : 'Check-in'} needs a connection; your positions are kept until
            then.
          </Text>
        )}
        {presence.error && <PresenceProblem error={presence.error} />}
        <Button
          size="lg"
          fullWidth
          loading={presence.isPending}
          disabled={isEarly || !online}
          onClick={() => presence.mutate()}
        >
          {isOnSite ? 'Check out' : 'Check in'}
        </Button>
      </Stack>
    </section>
  );
}

function usePresence(job: Job) {
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  return useMutation({
    mutationFn: async () => {
      const { source } = currentShift();
      if (!source) throw new Error('Your position is not known yet. Try again in a moment.');
      const { lat, lng, accuracyMeters } = await source.now();
      const call = {
        params: { id: job.id },
        body: { location: { lat, lng }, accuracyMeters },
        idempotencyKey: key.current,
      };
      if (job.status === 'matched') return client.jobs.checkIn(call);
      // Positions of this shift are not taken after its end.
      await flush(true);
      return client.jobs.checkOut(call);
    },
    onSuccess: (changed) => {
      key.current = crypto.randomUUID();
      queries.setQueryData(jobKeys.job(job.id), changed);
      for (const queryKey of [jobKeys.lists, jobKeys.timeline(job.id), ['guard-profile'], ['earnings']])
        void queries.invalidateQueries({ queryKey });
    },
    // The next try says another position: it is another request.
    onError: () => void (key.current = crypto.randomUUID()),
  });
}
