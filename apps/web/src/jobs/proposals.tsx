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
import { skillWords } from '../words/market';
import { words } from '../words/words';

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
    <section className="panel" aria-label={words('jobs.proposal.section')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {words(as === 'customer' ? 'jobs.proposal.mine' : 'jobs.proposal.theirs')}
        </Title>
        <Changed job={job} proposal={proposal} isGuard={as === 'guard'} />
        {answer.error && <Problem error={answer.error} />}
        {proposal.status === 'open' ? (
          <Buttons as={as} isBusy={answer.isPending} onAnswer={give} />
        ) : (
          <Text role="status">{words('jobs.proposal.agreed')}</Text>
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
      <Text>{words('jobs.proposal.another', { parts: partsInWords(changed) })}</Text>
      <Text>{span(terms.startTime, terms.endTime, zone)}</Text>
      {(changed.includes('location') || changed.includes('locationAddress')) && <Text>{terms.locationAddress}</Text>}
      {changed.includes('requiredSkills') && (
        <Text>
          {words('jobs.proposal.skills', {
            skills: terms.requiredSkills.map(skillWords).join(', ') || words('jobs.proposal.none'),
          })}
        </Text>
      )}
      <Text>
        {then === before
          ? words(isGuard ? 'jobs.proposal.earnSame' : 'jobs.proposal.paySame', { amount: money(then) })
          : words(isGuard ? 'jobs.proposal.earn' : 'jobs.proposal.pay', { amount: money(then), before: money(before) })}
      </Text>
      {status === 'open' && (
        <Text size="sm" c="dimmed">
          {words(isGuard ? 'jobs.proposal.answer' : 'jobs.proposal.canAnswer', { time: moment(expiresAt, zone) })}
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
          {words('jobs.proposal.withdraw')}
        </Button>
      </Group>
    );
  return (
    <Group>
      <Button loading={isBusy} onClick={() => onAnswer('accept')}>
        {words('jobs.proposal.accept')}
      </Button>
      <Button variant="default" loading={isBusy} onClick={() => onAnswer('decline')}>
        {words('jobs.proposal.decline')}
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
