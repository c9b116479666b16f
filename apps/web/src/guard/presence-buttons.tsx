import { Button, Stack, Text, Title } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { ApiError } from '@aegis/client/errors';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { jobKeys } from '../jobs/job-keys';
import type { Job } from '../jobs/job-queries';
import { metersBetween } from '../map/geometry';
import { atMoment, clock, duration, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { ArrivalCode } from './arrival-code';
import { LeaveEarly } from './leave-early';
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
  const presence = usePresence(job);
  const [isAsking, { open: ask, close: askNoMore }] = useDisclosure();
  const earlyMs = rules.earlyCheckOutMinutes * MINUTE_MS;
  const opensAt = Date.parse(job.startTime) - rules.checkInEarlyMinutes * MINUTE_MS;
  const isEarly = job.status === 'matched' && now < opensAt;
  const isOnSite = job.status === 'in_progress';
  return (
    <section className="panel" aria-label={isOnSite ? 'Check out' : 'Check in'}>
      <Stack gap="sm">
        <Standing job={job} now={now} isEarly={isEarly} opensAt={opensAt} />
        {!online && (
          <Text c="var(--aegis-needs-you)">
            You are offline. {isOnSite ? 'Check-out' : 'Check-in'} needs a connection; your positions are kept until
            then.
          </Text>
        )}
        {presence.error && <PresenceProblem error={presence.error} />}
        {presence.error && isDoubt(presence.error) && (
          <ArrivalCode isPending={presence.isPending} onCode={(code) => presence.mutate({ code })} />
        )}
        <Button
          size="lg"
          fullWidth
          loading={presence.isPending}
          disabled={isEarly || !online}
          onClick={() => (isOnSite && now < Date.parse(job.endTime) - earlyMs ? ask() : presence.mutate({}))}
        >
          {isOnSite ? 'Check out' : 'Check in'}
        </Button>
      </Stack>
      <LeaveEarly
        isOpen={isAsking}
        isBeforeStart={now < Date.parse(job.startTime)}
        onClose={askNoMore}
        onLeave={(reason) => {
          askNoMore();
          presence.mutate({ reason });
        }}
      />
    </section>
  );
}

/** Where the guard stands: since when on site, on the way and what is missing, or booked for later. */
function Standing({ job, now, isEarly, opensAt }: { job: Job; now: number; isEarly: boolean; opensAt: number }) {
  const rules = useRules();
  const { reading } = useShift();
  const zone = zoneAt(job.location);
  const isOnSite = job.status === 'in_progress';
  return (
    <>
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
    </>
  );
}

/** What shows it beside the position that is read: a code instead of it, and why somebody leaves. */
interface Shown {
  code?: string;
  reason?: string;
}

/** The phone cannot show where the guard is, which says nothing of where they are. */
const isDoubt = (error: Error): boolean =>
  error instanceof ApiError &&
  ['outside_geofence', 'position_too_poor', 'position_not_current', 'stay_a_moment', 'wrong_code'].includes(error.code);

async function positionNow() {
  const { source } = currentShift();
  if (!source) throw new Error('Your position is not known yet. Try again in a moment.');
  const { lat, lng, accuracyMeters } = await source.now();
  return { location: { lat, lng }, accuracyMeters };
}

function usePresence(job: Job) {
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  return useMutation({
    mutationFn: async ({ code, reason }: Shown) => {
      const call = { params: { id: job.id }, idempotencyKey: key.current };
      const proof = code === undefined ? await positionNow() : { code };
      if (job.status === 'matched') return client.jobs.checkIn({ ...call, body: proof });
      // Positions of this shift are not taken after its end.
      await flush(true);
      return client.jobs.checkOut({ ...call, body: reason === undefined ? proof : { ...proof, reason } });
    },
    onSuccess: (changed) => {
      key.current = crypto.randomUUID();
      // Who left before the start is no party of the job any more.
      if (changed.status === 'requested') queries.removeQueries({ queryKey: jobKeys.job(job.id) });
      else queries.setQueryData(jobKeys.job(job.id), changed);
      for (const queryKey of [jobKeys.lists, jobKeys.timeline(job.id), ['guard-profile'], ['earnings']])
        void queries.invalidateQueries({ queryKey });
    },
    // The next try says another position: it is another request.
    onError: () => void (key.current = crypto.randomUUID()),
  });
}
