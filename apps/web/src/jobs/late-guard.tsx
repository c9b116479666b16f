import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { Problem } from '../layout/states';
import { clock, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

export type LateDecision = 'wait' | 'replace';

/** Whether somebody is asked for a decision. */
const isAsked = ({ status, waitAskedAt, waitsUntil }: Job): boolean =>
  status === 'matched' && waitAskedAt !== null && waitsUntil !== null;

/**
 * The one question that a customer is asked while they wait, with what follows from either answer and from none.
 * @param children the answers
 */
export function LateGuard({ job, children }: { job: Job; children: ReactNode }) {
  const { lateWaitMinutes } = useRules();
  if (!isAsked(job)) return null;
  return (
    <Alert color="yellow" title={words('jobs.late.title')} role="alert">
      <Text mb="sm" className="figures">
        {words('jobs.late.text', {
          minutes: lateWaitMinutes,
          time: clock(job.waitsUntil ?? '', zoneAt(job.location)),
        })}
      </Text>
      {children}
    </Alert>
  );
}

/** The customer's own answer. */
export function AnswerLate({ job }: { job: Job }) {
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (decision: LateDecision) =>
      client.jobs.answerLate({
        params: { id: job.id },
        body: { decision },
        idempotencyKey: `${job.id}:${job.waitAskedAt}:${decision}`,
      }),
    onSuccess: (changed) => {
      queries.setQueryData(jobKeys.job(job.id), changed);
      for (const queryKey of [jobKeys.lists, jobKeys.timeline(job.id)]) void queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <>
      {answer.error && <Problem error={answer.error} />}
      <LateAnswers
        given={answer.isPending ? answer.variables : undefined}
        onAnswer={(decision) => answer.mutate(decision)}
      />
    </>
  );
}

interface LateAnswersProps {
  /** What is on its way: the other one cannot be answered beside it. */
  given?: LateDecision | undefined;
  onAnswer: (decision: LateDecision) => void;
}

export const LateAnswers = ({ given, onAnswer }: LateAnswersProps) => (
  <Group>
    <Button loading={given === 'wait'} disabled={given === 'replace'} onClick={() => onAnswer('wait')}>
      {words('jobs.late.wait')}
    </Button>
    <Button
      variant="default"
      loading={given === 'replace'}
      disabled={given === 'wait'}
      onClick={() => onAnswer('replace')}
    >
      {words('jobs.late.replace')}
    </Button>
  </Group>
);
