import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { KeptPresence } from '../data/local-database';
import type { Job } from '../jobs/job-queries';
import { moment, zoneAt } from '../words/time';
import { words } from '../words/words';
import { takeBack } from './positions/kept-presence';

/** What was pressed without network: when, that it is not known to anybody yet, and the way back. */
export function KeptActs({ job, kept }: { job: Job; kept: readonly KeptPresence[] }) {
  return (
    <Stack gap="sm" role="status">
      {kept.map((one) => (
        <KeptAct key={one.act} job={job} kept={one} />
      ))}
    </Stack>
  );
}

function KeptAct({ job, kept }: { job: Job; kept: KeptPresence }) {
  const { act, recordedAt, refusal } = kept;
  return (
    <div>
      <Title order={2} size="h4" className="figures" c="var(--aegis-needs-you)">
        {words('guard.kept.title', { act, time: moment(recordedAt, zoneAt(job.location)) })}
      </Title>
      <Text size="sm">
        {refusal === null ? words('guard.kept.waits') : words('guard.kept.refused', { reason: refusal })}
      </Text>
      <Group mt="xs">
        <Button variant="default" onClick={() => void takeBack(kept)}>
          {words(refusal === null ? 'guard.kept.takeBack' : 'guard.kept.putAway')}
        </Button>
      </Group>
    </div>
  );
}
