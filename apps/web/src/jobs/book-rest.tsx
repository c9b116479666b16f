import { Button, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import { Problem } from '../layout/states';
import { clock, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

const HOUR_MS = 3_600_000;
const STEP_MS = 15_000;

/** The guard has left early, and enough of the booked time is left to be a job of its own. */
export function BookRest({ job }: { job: Job }) {
  const now = useNow(STEP_MS);
  const { jobMinHours } = useRules();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const book = useMutation({
    mutationFn: () => client.jobs.rest({ params: { id: job.id }, idempotencyKey: `${job.id}:rest` }),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      void navigate(`/jobs/${id}`);
    },
  });
  const left = Date.parse(job.endTime) - now;
  if (job.status !== 'completed' || left < jobMinHours * HOUR_MS) return null;
  return (
    <section className="panel" aria-label={words('jobs.rest.title')}>
      <Title order={2} size="h4" mb="xs">
        {words('jobs.rest.title')}
      </Title>
      <Text mb="sm" className="figures">
        {words('jobs.rest.text', { time: clock(job.endTime, zoneAt(job.location)) })}
      </Text>
      {book.error && <Problem error={book.error} />}
      <Button loading={book.isPending} onClick={() => book.mutate()}>
        {words('jobs.rest.find')}
      </Button>
    </section>
  );
}
