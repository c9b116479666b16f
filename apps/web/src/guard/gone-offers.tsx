import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MatchVerdict } from '@aegis/contract';
import { useState } from 'react';
import { client } from '../data/client';
import { Problem } from '../layout/states';

interface Seen {
  jobId: string;
  title: string;
}

const VERDICTS: Record<MatchVerdict, string> = {
  accepted_by_you: 'You accepted it.',
  offered: 'It is offered to you now.',
  declined: 'You declined it.',
  given_back: 'You gave it back.',
  taken: 'Another guard was first.',
  over: 'It is over, or was cancelled.',
  not_eligible: 'It asks for something you do not have.',
  too_far: 'It is further away than the search reaches.',
  others_first: 'Guards who fit better are asked first.',
  next_in_line: 'You are among the next who are asked.',
};

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
    <section className="panel" aria-label={`No longer open: ${title}`}>
      <Group justify="space-between" gap="xs">
        <div>
          <Title order={3} size="h5">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            No longer open to you.
          </Text>
        </div>
        <Group gap="xs">
          {!isAsked && (
            <Button size="compact-md" variant="default" onClick={() => setAsked(true)}>
              Ask why
            </Button>
          )}
          <Button size="compact-md" variant="subtle" onClick={onHide}>
            Hide
          </Button>
        </Group>
      </Group>
      {mine && (
        <Text size="sm" mt="xs" role="status">
          {[VERDICTS[mine.verdict], ...mine.reasons].join(' ')}
        </Text>
      )}
      {why.data && !mine && <Text size="sm">This job is not in your area.</Text>}
      {why.error && <Problem error={why.error} />}
    </section>
  );
}
