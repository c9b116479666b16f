import { Button, Stack, Text } from '@mantine/core';
import { client } from '../data/client';
import { Problem } from '../layout/states';
import { useHours, useHoursChange } from '../jobs/hours/hours-query';
import type { Job } from '../jobs/job-queries';
import { clock, zoneAt } from '../words/time';
import { words } from '../words/words';

/** For who is at work: a break is not paid, and leaving the site during it is not leaving the post. */
export function BreakButton({ job }: { job: Job }) {
  const hours = useHours(job);
  const change = useHoursChange(job, (isBack: boolean) =>
    isBack
      ? client.hours.endBreak({ params: { id: job.id }, idempotencyKey: crypto.randomUUID() })
      : client.hours.beginBreak({ params: { id: job.id }, idempotencyKey: crypto.randomUUID() }),
  );
  if (!hours.data) return null;
  const since = hours.data.onBreakSince;
  return (
    <Stack gap="xs">
      {since && (
        <Text role="status" className="figures">
          {words('guard.break.since', { time: clock(since, zoneAt(job.location)) })}
        </Text>
      )}
      {change.error && <Problem error={change.error} />}
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate(since !== null)}>
        {words(since ? 'guard.break.end' : 'guard.break.begin')}
      </Button>
    </Stack>
  );
}
