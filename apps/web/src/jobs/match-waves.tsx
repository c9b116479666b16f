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

type Wave = WireAnswer<typeof api.jobs.matchExplanation>['waves'][number];
type Asked = Wave['guards'][number];
type Components = NonNullable<Asked['components']>;

const EVERY_MS = 15_000;

const ENDS: Record<NonNullable<Asked['offer']>, string> = {
  offered: 'asked, has not answered',
  accepted: 'accepted',
  declined: 'declined',
  expired: 'did not answer in time',
  superseded: 'somebody else was first',
  given_back: 'gave it back',
};

const PARTS: [keyof Components, string][] = [
  ['proximity', 'near'],
  ['skills', 'skills'],
  ['rating', 'rating'],
  ['acceptance', 'accepts often'],
  ['fairness', 'few jobs lately'],
];

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
    <section className="panel" aria-label="Who was asked, and why in this order">
      <Title order={3} size="h5" mb="xs">
        Who was asked, and why in this order
      </Title>
      <Accordion
        defaultValue={null}
        order={4}
        styles={{ control: { paddingInline: 0 }, content: { paddingInline: 0 } }}
      >
        {waves.map((wave) => (
          <Accordion.Item key={wave.wave} value={String(wave.wave)}>
            <Accordion.Control>
              <Text size="sm" className="figures">
                Wave {wave.wave}, {moment(wave.decidedAt, zoneAt(job.location))}: within {distance(wave.radiusMeters)}
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
  if (wave.guards.length === 0) return <Text size="sm">Nobody in this area fits.</Text>;
  return (
    <Stack gap="sm">
      {wave.onlyNearest !== null && (
        <Text size="sm">So many guards are near that only the nearest {wave.onlyNearest} were looked at.</Text>
      )}
      {wave.guards.map(({ rank, guard, distanceMeters, score, components, offer }) => (
        <div key={rank}>
          <Group justify="space-between" gap={4} className="figures">
            <Text size="sm" fw={600}>
              {rank}. {guard?.name ?? 'A guard'}
            </Text>
            {distanceMeters !== null && score !== null && (
              <Text size="sm" c="dimmed">
                {distance(distanceMeters)} · {Math.round(score)} of 100
              </Text>
            )}
          </Group>
          {components !== null && (
            <Text size="xs" c="dimmed" className="figures">
              {partsOf(components, wave.weights)}
            </Text>
          )}
          <Text size="xs">{offer === null ? 'not asked in this wave' : ENDS[offer]}</Text>
        </div>
      ))}
    </Stack>
  );
}

/** What has no part in the score is not said; its weight counts for the others. */
function partsOf(components: Components, weights: Wave['weights']): string {
  const shares = scoreShares(components, weights);
  return PARTS.flatMap(([part, words]) => {
    const value = components[part];
    return value === null ? [] : [`${words} ${Math.round(value * shares[part] * 100)}`];
  }).join(' + ');
}
