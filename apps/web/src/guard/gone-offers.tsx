import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../data/client';
import { Problem } from '../layout/states';
import { words } from '../words/words';

interface Seen {
  jobId: string;
  title: string;
}

const MOST_SHOWN = 3;

/** Offers that were on this page and went away unanswered: a guard who looked up too late wants to know what became of them. */
export function GoneOffers({ live, answered }: { live: readonly Seen[]; answered: ReadonlySet<string> }) {
  const [seen, setSeen] = useState<Seen[]>([]);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const added = live.filter(({ jobId }) => seen.every((one) => one.jobId !== jobId));
  if (added.length > 0) setSeen([...seen, ...added]);
  const gone = seen.filter(
    ({ jobId }) => !answered.has(jobId) && !hidden.includes(jobId) && live.every((offer) => offer.jobId !== jobId),
  );
  return (
    <Stack gap="sm">
      {gone.slice(-MOST_SHOWN).map((offer) => (
        <GoneOffer key={offer.jobId} offer={offer} onHide={() => setHidden([...hidden, offer.jobId])} />
      ))}
    </Stack>
  );
}

function GoneOffer({ offer: { jobId, title }, onHide }: { offer: Seen; onHide: () => void }) {
  const [isAsked, setAsked] = useState(false);
  const why = useQuery({
    queryKey: ['why-not-me', jobId],
    queryFn: () => client.jobs.matchExplanation({ params: { id: jobId } }),
    enabled: isAsked,
  });
  const mine = why.data?.mine;
  return (
    <section className="panel" aria-label={words('guard.gone.of', { job: title })}>
      <Group justify="space-between" gap="xs">
        <div>
          <Title order={3} size="h5">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {words('guard.gone.text')}
          </Text>
        </div>
        <Group gap="xs">
          {!isAsked && (
            <Button size="compact-md" variant="default" onClick={() => setAsked(true)}>
              {words('guard.gone.why')}
            </Button>
          )}
          <Button size="compact-md" variant="subtle" onClick={onHide}>
            {words('guard.gone.hide')}
          </Button>
        </Group>
      </Group>
      {mine && (
        <Text size="sm" mt="xs" role="status">
          {[words(`guard.verdict.${mine.verdict}`), ...mine.reasons].join(' ')}
        </Text>
      )}
      {why.data && !mine && <Text size="sm">{words('guard.gone.notHere')}</Text>}
      {why.error && <Problem error={why.error} />}
    </section>
  );
}
