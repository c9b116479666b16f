import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { moment, span, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { partsInWords } from './job-words';

type Proposal = WireAnswer<typeof api.jobEdits.proposals>['items'][number];
type Answer = 'accept' | 'decline' | 'withdraw';

function useLiveProposal(job: Job): Proposal | undefined {
  const every = usePolling();
  const proposals = useQuery({
    queryKey: jobKeys.proposals(job.id),
    queryFn: ({ signal }) => client.jobEdits.proposals({ params: { id: job.id }, signal }),
    enabled: job.status === 'matched',
    refetchInterval: job.status === 'matched' ? every : false,
    meta: { told: true },
  });
  return proposals.data?.items.find(
    ({ status, appliedAt }) => status === 'open' || (status === 'accepted' && appliedAt === null),
  );
}

/** Other terms that wait for an answer: the guard gives it, the customer may take the question back. */
export function LiveProposal({ job, as }: { job: Job; as: 'guard' | 'customer' | 'admin' }) {
  const proposal = useLiveProposal(job);
  const answer = useAnswer(job);
  if (!proposal || job.status !== 'matched') return null;
  const give = (how: Answer): void => answer.mutate({ id: proposal.id, how });
  return (
    <section className="panel" aria-label="Proposed change">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {as === 'customer' ? 'You asked for a change' : 'The customer asks for a change'}
        </Title>
        <Changed job={job} proposal={proposal} isGuard={as === 'guard'} />
        {answer.error && <Problem error={answer.error} />}
        {proposal.status === 'open' ? (
          <Buttons as={as} isBusy={answer.isPending} onAnswer={give} />
        ) : (
          <Text role="status">The guard has agreed. The card is being held for it.</Text>
        )}
      </Stack>
    </section>
  );
}

function Changed({ job, proposal, isGuard }: { job: Job; proposal: Proposal; isGuard: boolean }) {
  const { terms, changed, expiresAt, status } = proposal;
  const zone = zoneAt(terms.location);
  const [before, then] = isGuard
    ? [job.guardPayoutCents, terms.guardPayoutCents]
    : [job.totalAmountCents, terms.totalAmountCents];
  return (
    <Stack gap={4} className="figures">
      <Text>Another {partsInWords(changed)}:</Text>
      <Text>{span(terms.startTime, terms.endTime, zone)}</Text>
      {(changed.includes('location') || changed.includes('locationAddress')) && <Text>{terms.locationAddress}</Text>}
      {changed.includes('requiredSkills') && <Text>Skills: {terms.requiredSkills.join(', ') || 'none'}</Text>}
      <Text>
        {isGuard ? 'You earn' : 'You pay at most'} {money(then)}
        {then === before ? ', as before' : `, instead of ${money(before)}`}.
      </Text>
      {status === 'open' && (
        <Text size="sm" c="dimmed">
          {isGuard ? 'Answer until' : 'The guard can answer until'} {moment(expiresAt, zone)}. Without an answer the job
          stays as it is.
        </Text>
      )}
    </Stack>
  );
}

function Buttons({ as, isBusy, onAnswer }: { as: string; isBusy: boolean; onAnswer: (how: Answer) => void }) {
  if (as === 'admin') return null;
  if (as === 'customer')
    return (
      <Group>
        <Button variant="default" loading={isBusy} onClick={() => onAnswer('withdraw')}>
          Take it back
        </Button>
      </Group>
    );
  return (
    <Group>
      <Button loading={isBusy} onClick={() => onAnswer('accept')}>
        Agree to the change
      </Button>
      <Button variant="default" loading={isBusy} onClick={() => onAnswer('decline')}>
        Leave it as it is
      </Button>
    </Group>
  );
}

function useAnswer(job: Job) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, how }: { id: string; how: Answer }) => client.jobEdits[how]({ params: { id } }),
    onSettled: () => {
      for (const key of [jobKeys.job, jobKeys.proposals, jobKeys.timeline, jobKeys.payments])
        void queries.invalidateQueries({ queryKey: key(job.id) });
    },
  });
}
