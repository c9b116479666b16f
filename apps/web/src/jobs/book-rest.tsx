import { Anchor, Button, Text, Title } from '@mantine/core';
import type { WireAnswer, api } from '@aegis/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { client } from '../data/client';
import { useEntryKeys } from '../data/entry-key';
import { useRules } from '../data/server-config';
import { Problem } from '../layout/states';
import { money } from '../words/money';
import { clock, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { jobKeys } from './job-keys';
import type { Job } from './job-queries';
import { words } from '../words/words';

type RestQuote = WireAnswer<typeof api.jobs.quoteRest>;

const HOUR_MS = 3_600_000;
const STEP_MS = 15_000;
/** Each minute that passes makes the rest cheaper; the server takes a price from now on that is a few minutes old. */
const QUOTED_ANEW_MS = 60_000;

/** The guard has left early, and enough of the booked time is left to be a job of its own. */
export function BookRest({ job }: { job: Job }) {
  const now = useNow(STEP_MS);
  const { jobMinHours } = useRules();
  const left = Date.parse(job.endTime) - now;
  if (job.status !== 'completed' || left < jobMinHours * HOUR_MS) return null;
  return (
    <section className="panel" aria-label={words('jobs.rest.title')}>
      <Title order={2} size="h4" mb="xs">
        {words('jobs.rest.title')}
      </Title>
      <Rest job={job} />
    </section>
  );
}

function Rest({ job }: { job: Job }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const keys = useEntryKeys();
  const params = { id: job.id };
  const quote = useQuery({
    queryKey: jobKeys.rest(job.id),
    queryFn: ({ signal }) => client.jobs.quoteRest({ params, signal }),
    refetchInterval: QUOTED_ANEW_MS,
  });
  const book = useMutation({
    mutationFn: ({ startTime, totalAmountCents }: RestQuote) => {
      const body = { startTime, quotedAmountCents: totalAmountCents };
      return client.jobs.rest({ params, body, idempotencyKey: keys.of(body) });
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: jobKeys.lists });
      void navigate(`/jobs/${id}`);
    },
    // Another price, or booked in another tab: what holds now is shown before anything is pressed again.
    onError: () => void quote.refetch(),
  });
  const shown = quote.data;
  if (shown && shown.bookedAs !== null)
    return (
      <Text>
        {words('jobs.rest.booked')}{' '}
        <Anchor component={Link} to={`/jobs/${shown.bookedAs}`}>
          {words('jobs.rest.toIt')}
        </Anchor>
      </Text>
    );
  const error = book.error ?? quote.error;
  return (
    <>
      <Text mb="sm" className="figures">
        {words('jobs.rest.text', { time: clock(job.endTime, zoneAt(job.location)) })}
      </Text>
      {error && <Problem error={error} />}
      <Button
        disabled={!shown}
        loading={book.isPending}
        onClick={() => shown && book.mutate(shown)}
        className="figures"
      >
        {shown ? words('jobs.rest.findFor', { amount: money(shown.totalAmountCents) }) : words('jobs.rest.find')}
      </Button>
    </>
  );
}
