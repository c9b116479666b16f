import { Badge, Group, Text } from '@mantine/core';
import { IconCurrentLocation, IconCurrentLocationOff } from '@tabler/icons-react';
import { distance } from '../words/distance';
import { ago } from '../words/time';
import { useNow } from '../words/use-now';
import { words } from '../words/words';
import type { Reading } from './positions/position-source';
import { refusedWords } from './positions/refused-words';
import { useStayAwake } from './positions/stay-awake';
import { useShift } from './positions/shift-store';

/** Whether, with whom and until when the position is shared; and what is still on this phone. */
export function PositionState() {
  const { sharedWith, reading, problem, unsent, sentAt, isElsewhere, isSimulated, refused } = useShift();
  const notTaken = refusedWords(refused);
  const isAwake = useStayAwake(sharedWith !== null);
  const now = useNow();
  if (sharedWith === null && !isElsewhere && unsent === 0 && notTaken === null)
    return (
      <Group gap="xs" wrap="nowrap">
        <IconCurrentLocationOff size={20} className="steady" aria-hidden />
        <Text size="sm" c="dimmed">
          {words('guard.position.notShared')}
        </Text>
      </Group>
    );
  return (
    <section className="panel" aria-label={words('guard.position.section')}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconCurrentLocation size={20} className="steady" aria-hidden color="var(--aegis-on-site)" />
        <div>
          <Text size="sm" fw={600}>
            {words(sharedWith !== null || isElsewhere ? 'guard.position.shared' : 'guard.position.noLonger')}
          </Text>
          {isElsewhere && <Text size="sm">{words('guard.position.otherTab')}</Text>}
          {sharedWith !== null && (
            <Text size="sm">{words(isAwake ? 'guard.position.awake' : 'guard.position.mayLock')}</Text>
          )}
          {reading && (
            <Text size="sm" c="dimmed" className="figures">
              {readWords(reading, sentAt, now)}
            </Text>
          )}
          {problem !== null && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {words(problem)}
            </Text>
          )}
          {notTaken !== null && (
            <Text size="sm" c="var(--aegis-needs-you)" role="status">
              {notTaken}
            </Text>
          )}
          <Group gap="xs" mt={4} aria-live="polite">
            {unsent > 0 && (
              <Badge color="yellow" variant="light" tt="none" size="lg" data-testid="unsent">
                {words('guard.position.kept', { count: unsent })}
              </Badge>
            )}
            {isSimulated && (
              <Badge variant="default" tt="none" size="lg">
                {words('guard.position.simulated')}
              </Badge>
            )}
          </Group>
        </div>
      </Group>
    </section>
  );
}

function readWords({ recordedAt, accuracyMeters }: Reading, sentAt: number | null, now: number): string {
  const read = { ago: ago(Math.max(0, (now - recordedAt) / 1000)), accuracy: distance(accuracyMeters) };
  return sentAt === null
    ? words('guard.position.read', read)
    : words('guard.position.readSent', { ...read, sent: ago((now - sentAt) / 1000) });
}
