import { Badge, Group, Text } from '@mantine/core';
import { IconCurrentLocation, IconCurrentLocationOff } from '@tabler/icons-react';
import { distance } from '../words/distance';
import { ago } from '../words/time';
import { useNow } from '../words/use-now';
import { refusedWords } from './positions/refused-words';
import { useShift } from './positions/shift-store';

/** Whether, with whom and until when the position is shared; and what is still on this phone. */
export function PositionState() {
  const { sharedWith, reading, problem, unsent, sentAt, isElsewhere, isSimulated, refused } = useShift();
  const notTaken = refusedWords(refused);
  const now = useNow();
  if (sharedWith === null && !isElsewhere && unsent === 0 && notTaken === null)
    return (
      <Group gap="xs" wrap="nowrap">
        <IconCurrentLocationOff size={20} className="steady" aria-hidden />
        <Text size="sm" c="dimmed">
          Your position is not shared with anybody now.
        </Text>
      </Group>
    );
  return (
    <section className="panel" aria-label="Your position">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconCurrentLocation size={20} className="steady" aria-hidden color="var(--aegis-on-site)" />
        <div>
          <Text size="sm" fw={600}>
            {sharedWith !== null || isElsewhere
              ? 'Your position is shared now, with the customer of this job, until you check out.'
              : 'Your position is not shared any more.'}
          </Text>
          {isElsewhere && <Text size="sm">Another tab of this browser sends it.</Text>}
          {reading && (
            <Text size="sm" c="dimmed" className="figures">
              Read {ago(Math.max(0, (now - reading.recordedAt) / 1000))}, exact to {distance(reading.accuracyMeters)}
              {sentAt !== null && `; sent ${ago((now - sentAt) / 1000)}`}
            </Text>
          )}
          {problem !== null && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {problem}
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
                {unsent} {unsent === 1 ? 'position' : 'positions'} kept on this phone, sent when there is network
              </Badge>
            )}
            {isSimulated && (
              <Badge variant="default" tt="none" size="lg">
                simulated for the demo
              </Badge>
            )}
          </Group>
        </div>
      </Group>
    </section>
  );
}
