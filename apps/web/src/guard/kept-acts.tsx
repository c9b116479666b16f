import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Job } from '../jobs/job-queries';
import { say } from '../layout/messages';
import { clock, countdown, moment, zoneAt } from '../words/time';
import { useNow } from '../words/use-now';
import { words } from '../words/words';
import classes from './offers.module.css';
import { sendNow, takeBack } from './positions/kept-presence';
import type { Waiting } from './positions/shift-store';

const SECOND_MS = 1000;

/** What was pressed and is not known to anybody yet: for want of a network, or for the minute in which it can be undone. */
export function KeptActs({ job, kept }: { job: Job; kept: readonly Waiting[] }) {
  return (
    <Stack gap="sm">
      {kept.map((one) =>
        one.undoUntil === null ? (
          <KeptAct key={one.act} job={job} kept={one} />
        ) : (
          <Undoable key={one.act} job={job} kept={one} until={one.undoUntil} />
        ),
      )}
    </Stack>
  );
}

function Said({ title, children }: { title: string; children: string }) {
  return (
    <div role="status">
      <Title order={2} size="h4" className="figures" c="var(--aegis-needs-you)">
        {title}
      </Title>
      <Text size="sm">{children}</Text>
    </div>
  );
}

function KeptAct({ job, kept }: { job: Job; kept: Waiting }) {
  const { act, recordedAt, refusal } = kept;
  const back = useTakeBack();
  return (
    <div>
      <Said title={words('guard.kept.title', { act, time: moment(recordedAt, zoneAt(job.location)) })}>
        {refusal === null ? words('guard.kept.waits') : words('guard.kept.refused', { reason: refusal })}
      </Said>
      <Group mt="xs">
        <Button variant="default" loading={back.isPending} onClick={() => back.mutate(kept)}>
          {words(refusal === null ? 'guard.kept.takeBack' : 'guard.kept.putAway')}
        </Button>
      </Group>
    </div>
  );
}

/** The time that is left is read by who looks at the button: a live region would say every second. */
function Undoable({ job, kept, until }: { job: Job; kept: Waiting; until: number }) {
  const left = Math.max(0, Math.ceil((until - useNow()) / SECOND_MS));
  const queries = useQueryClient();
  const back = useTakeBack();
  const now = useMutation({ mutationFn: () => sendNow(kept, queries) });
  return (
    <div>
      <Said title={words('guard.undo.title', { time: clock(kept.recordedAt, zoneAt(job.location)) })}>
        {words('guard.undo.how')}
      </Said>
      <Stack gap="xs" className={classes['answer'] ?? ''}>
        <Button
          size="lg"
          fullWidth
          className="figures"
          loading={back.isPending}
          disabled={now.isPending}
          onClick={() => back.mutate(kept)}
        >
          {words('guard.undo.undo', { left: countdown(left) })}
        </Button>
        <Button variant="default" loading={now.isPending} disabled={back.isPending} onClick={() => now.mutate()}>
          {words('guard.undo.now')}
        </Button>
      </Stack>
    </div>
  );
}

function useTakeBack() {
  return useMutation({
    mutationFn: takeBack,
    onSuccess: (isTaken) => {
      if (!isTaken) void say({ title: words('guard.undo.tooLate'), message: words('guard.undo.tooLateHow') });
    },
  });
}
