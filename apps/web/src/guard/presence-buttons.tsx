import { Button, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import type { KeptPresence } from '../data/local-database';
import { useRules } from '../data/server-config';
import type { Job } from '../jobs/job-queries';
import { type FixFacts, whereabouts, whereaboutsColor } from '../jobs/whereabouts';
import { metersBetween } from '../map/geometry';
import { atMoment, clock, duration, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { words } from '../words/words';
import { ArrivalCode } from './arrival-code';
import { KeptActs } from './kept-acts';
import { LeaveEarly } from './leave-early';
import { PresenceProblem } from './presence-problem';
import type { Reading } from './positions/position-source';
import { useShift } from './positions/shift-store';
import { siteWords } from './site-words';
import { isDoubt, usePresence } from './use-presence';

const MINUTE_MS = 60_000;
const STEP_MS = 5000;

/** Check-in and check-out: the one thing to do on this page. Never shown as done before the server has said so. */
export function PresenceButtons({ job }: { job: Job }) {
  const now = useNow(STEP_MS);
  const rules = useRules();
  const { online } = useNetwork();
  const presence = usePresence(job);
  const kept = useShift().kept.filter(({ jobId }) => jobId === job.id);
  const [isAsking, { open: ask, close: askNoMore }] = useDisclosure();
  const earlyMs = rules.earlyCheckOutMinutes * MINUTE_MS;
  const opensAt = Date.parse(job.startTime) - rules.checkInEarlyMinutes * MINUTE_MS;
  const isEarly = job.status === 'matched' && now < opensAt;
  const act = nextAct(job, kept);
  return (
    <section className="panel" aria-label={words(act === 'in' ? 'guard.presence.in' : 'guard.presence.out')}>
      <Stack gap="sm">
        <Standing job={job} now={now} isEarly={isEarly} opensAt={opensAt} />
        {kept.length > 0 && <KeptActs job={job} kept={kept} />}
        {!online && act !== null && (
          <Text c="var(--aegis-needs-you)">{words('guard.presence.offline', { what: act })}</Text>
        )}
        {presence.error && <PresenceProblem error={presence.error} />}
        {presence.error && isDoubt(presence.error) && act !== null && (
          <ArrivalCode isPending={presence.isPending} onCode={(code) => presence.mutate({ act, code })} />
        )}
        {act !== null && (
          <Button
            size="lg"
            fullWidth
            loading={presence.isPending}
            disabled={isEarly}
            onClick={() =>
              act === 'out' && now < Date.parse(job.endTime) - earlyMs ? ask() : presence.mutate({ act })
            }
          >
            {words(act === 'in' ? 'guard.presence.in' : 'guard.presence.out')}
          </Button>
        )}
      </Stack>
      <LeaveEarly
        isOpen={isAsking}
        isBeforeStart={now < Date.parse(job.startTime)}
        onClose={askNoMore}
        onLeave={(reason) => {
          askNoMore();
          presence.mutate({ act: 'out', reason });
        }}
      />
    </section>
  );
}

/** What comes next, also behind what waits on this phone; null: nothing but to wait. */
function nextAct({ status }: Job, kept: readonly KeptPresence[]): 'in' | 'out' | null {
  const waits = (act: 'in' | 'out'): boolean => kept.some((one) => one.act === act && one.refusal === null);
  if (waits('out')) return null;
  return status === 'in_progress' || waits('in') ? 'out' : 'in';
}

/** Where the guard stands: since when on site, on the way and what is missing, or booked for later. */
function Standing({ job, now, isEarly, opensAt }: { job: Job; now: number; isEarly: boolean; opensAt: number }) {
  const rules = useRules();
  const { reading } = useShift();
  const zone = zoneAt(job.location);
  const isOnSite = job.status === 'in_progress';
  const since = job.startedAt ?? job.startTime;
  const where = whereabouts(job, reading === null ? undefined : asFix(reading), now, rules);
  return (
    <>
      {/* Once, and not again with every minute that the heading counts. */}
      <VisuallyHidden role="status">
        {isOnSite && words('guard.presence.said', { time: clock(since, zone) })}
      </VisuallyHidden>
      <Title order={2} size="h4" c={whereaboutsColor(where)} className="figures">
        {isOnSite
          ? words(where.is === 'on_site' ? 'guard.presence.since' : 'guard.presence.checkedIn', {
              time: clock(since, zone),
              length: duration((now - Date.parse(since)) / MINUTE_MS),
            })
          : words(isEarly ? 'guard.presence.booked' : 'guard.presence.onTheWay')}
      </Title>
      <Text className="figures">
        {isEarly
          ? words('guard.presence.opens', { when: atMoment(new Date(opensAt).toISOString(), zone) })
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

const asFix = ({ recordedAt, ...reading }: Reading): FixFacts => ({
  ...reading,
  recordedAt: new Date(recordedAt).toISOString(),
});
