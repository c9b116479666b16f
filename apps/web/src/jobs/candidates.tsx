import { Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { distance, distanceBand } from '../words/distance';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

type Fit = WireAnswer<typeof api.jobs.candidates>['items'][number];

const SHOWN = 5;
const EVERY_MS = 60_000;

/** Who fits, best first, for administrators; how many and roughly how far, for the customer, who learns nobody's name before they accept. */
export function Candidates({ job }: { job: Job }) {
  const candidates = useQuery({
    queryKey: jobKeys.candidates(job.id),
    queryFn: ({ signal }) => client.jobs.candidates({ params: { id: job.id }, signal }),
    refetchInterval: usePolling(EVERY_MS, false),
  });
  const fits = candidates.data?.items ?? [];
  if (fits.length === 0) return null;
  const known = fits.filter(({ guard }) => guard !== null).slice(0, SHOWN);
  return (
    <section className="panel" aria-label={words('jobs.fit.title')}>
      <Title order={3} size="h5" mb="xs">
        {words('jobs.fit.title')}
      </Title>
      {known.length === 0 ? (
        <Text size="sm" className="figures">
          {fitWords(fits)}
        </Text>
      ) : (
        <Stack gap="xs">
          {known.map((fit) => (
            <Named key={fit.guard?.userId} fit={fit} />
          ))}
        </Stack>
      )}
    </section>
  );
}

function Named({ fit: { guard, distanceMeters, score } }: { fit: Fit }) {
  if (guard === null || distanceMeters === null || score === null) return null;
  return (
    <div>
      <Group justify="space-between" className="figures">
        <Text size="sm">{guard.name}</Text>
        <Text size="sm" c="dimmed">
          {words('jobs.ofHundred', { distance: distance(distanceMeters), score: Math.round(score) })}
        </Text>
      </Group>
      <Progress
        value={score}
        size="sm"
        aria-label={words('jobs.fit.score', { guard: guard.name, score: Math.round(score) })}
      />
    </div>
  );
}

/** The nearest comes first. */
function fitWords(fits: readonly Fit[]): string {
  const nearest = fits[0]?.distanceMeters ?? null;
  const count = fits.length;
  return nearest === null
    ? words('jobs.fit.count', { count })
    : words('jobs.fit.countNearest', { count, distance: distanceBand(nearest) });
}
