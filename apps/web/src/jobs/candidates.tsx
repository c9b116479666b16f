import { Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { distance } from '../words/distance';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';

const SHOWN = 5;
const EVERY_MS = 15_000;

/** Who fits, best first: what the search is choosing from. */
export function Candidates({ job }: { job: Job }) {
  const candidates = useQuery({
    queryKey: jobKeys.candidates(job.id),
    queryFn: ({ signal }) => client.jobs.candidates({ params: { id: job.id }, signal }),
    refetchInterval: usePolling(EVERY_MS, false),
  });
  const items = candidates.data?.items.slice(0, SHOWN) ?? [];
  if (items.length === 0) return null;
  return (
    <section className="panel" aria-label="Guards who fit">
      <Title order={3} size="h5" mb="xs">
        Guards who fit
      </Title>
      <Stack gap="xs">
        {items.map(({ guard, distanceMeters, score }) => (
          <div key={guard.userId}>
            <Group justify="space-between" className="figures">
              <Text size="sm">{guard.name}</Text>
              <Text size="sm" c="dimmed">
                {distance(distanceMeters)} · {Math.round(score)} of 100
              </Text>
            </Group>
            <Progress value={score} size="sm" aria-label={`${guard.name} fits ${Math.round(score)} of 100`} />
          </div>
        ))}
      </Stack>
    </section>
  );
}
