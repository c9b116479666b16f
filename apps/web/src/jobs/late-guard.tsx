import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { Problem } from '../layout/states';
import { clock, zoneAt } from '../words/time';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';

/** The one question that a customer is asked while they wait, with what follows from either answer and from none. */
export function LateGuard({ job }: { job: Job }) {
  const queries = useQueryClient();
  const { lateWaitMinutes } = useRules();
  const answer = useMutation({
    mutationFn: (decision: 'wait' | 'replace') =>
      client.jobs.answerLate({
        params: { id: job.id },
        body: { decision },
        idempotencyKey: `${job.id} ${job.waitAskedAt} ${decision}`,
      }),
    onSuccess: (changed) => {
      queries.setQueryData(jobKeys.job(job.id), changed);
      for (const queryKey of [jobKeys.lists, jobKeys.timeline(job.id)]) void queries.invalidateQueries({ queryKey });
    },
  });
  if (job.status !== 'matched' || job.waitAskedAt === null || job.waitsUntil === null) return null;
  return (
    <Alert color="yellow" title="The guard is late" role="alert">
      <Text mb="sm" className="figures">
        They are on the way or near by and have not checked in. Wait {lateWaitMinutes} minutes more, or have another
        guard searched for? Without an answer by {clock(job.waitsUntil, zoneAt(job.location))} others are asked, unless
        the guard is at the site.
      </Text>
      {answer.error && <Problem error={answer.error} />}
      <Group>
        <Button loading={answer.isPending && answer.variables === 'wait'} onClick={() => answer.mutate('wait')}>
          Wait
        </Button>
        <Button
          variant="default"
          loading={answer.isPending && answer.variables === 'replace'}
          onClick={() => answer.mutate('replace')}
        >
          Another guard
        </Button>
      </Group>
    </Alert>
  );
}
