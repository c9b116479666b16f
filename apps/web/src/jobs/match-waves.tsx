import { Accordion, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { scoreShares } from '@aegis/contract/market-arithmetic';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { distance } from '../words/distance';
import { moment, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

type Wave = WireAnswer<typeof api.jobs.matchExplanation>['waves'][number];
type Asked = Wave['guards'][number];
type Components = NonNullable<Asked['components']>;

const EVERY_MS = 15_000;

const PARTS: readonly (keyof Components)[] = ['proximity', 'skills', 'rating', 'acceptance', 'fairness'];

/** Every wave of the search in order; for administrators also what put each guard in their place. */
export function MatchWaves({ job }: { job: Job }) {
  const explanation = useQuery({
    queryKey: jobKeys.waves(job.id),
    queryFn: ({ signal }) => client.jobs.matchExplanation({ params: { id: job.id }, signal }),
    refetchInterval: usePolling(EVERY_MS),
    enabled: job.status !== 'cancelled',
    meta: { told: true },
  });
  const waves = explanation.data?.waves ?? [];
  if (waves.length === 0) return null;
  return (
    <section className="panel" aria-label={words('jobs.waves.title')}>
      <Title order={3} size="h5" mb="xs">
        {words('jobs.waves.title')}
      </Title>
      <Accordion
        defaultValue={null}
        order={4}
        styles={{ control: { paddingInline: 0 }, content: { paddingInline: 0 } }}
      >
        {waves.map((wave, index) => (
          <Accordion.Item
            key={wave.wave}
            value={String(wave.wave)}
            {...(index === waves.length - 1 && { style: { borderBottom: 0 } })}
          >
            <Accordion.Control>
              <Text size="sm" className="figures">
                {words('jobs.waves.wave', {
                  wave: wave.wave,
                  time: moment(wave.decidedAt, zoneAt(job.location)),
                  distance: distance(wave.radiusMeters),
                })}
              </Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Guards wave={wave} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
}

function Guards({ wave }: { wave: Wave }) {
  if (wave.guards.length === 0) return <Text size="sm">{words('jobs.waves.nobody')}</Text>;
  return (
    <Stack gap="sm">
      {wave.onlyNearest !== null && (
        <Text size="sm">{words('jobs.waves.onlyNearest', { count: wave.onlyNearest })}</Text>
      )}
      {wave.guards.map(({ rank, guard, distanceMeters, score, components, offer }) => (
        <div key={rank}>
          <Group justify="space-between" gap={4} className="figures">
            <Text size="sm" fw={600}>
              {words('jobs.waves.ranked', { rank, guard: guard?.name ?? words('jobs.waves.aGuard') })}
            </Text>
            {distanceMeters !== null && score !== null && (
              <Text size="sm" c="dimmed">
                {words('jobs.ofHundred', { distance: distance(distanceMeters), score: Math.round(score) })}
              </Text>
            )}
          </Group>
          {components !== null && (
            <Text size="xs" c="dimmed" className="figures">
              {partsOf(components, wave.weights)}
            </Text>
          )}
          <Text size="xs">{words(offer === null ? 'jobs.waves.notAsked' : `jobs.waves.${offer}`)}</Text>
        </div>
      ))}
    </Stack>
  );
}

/** What has no part in the score is not said; its weight counts for the others. */
function partsOf(components: Components, weights: Wave['weights']): string {
  const shares = scoreShares(components, weights);
  return PARTS.flatMap((part) => {
    const value = components[part];
    return value === null ? [] : [`${words(`jobs.waves.${part}`)} ${Math.round(value * shares[part] * 100)}`];
  }).join(' + ');
}
