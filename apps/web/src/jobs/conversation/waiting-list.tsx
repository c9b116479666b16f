import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { WaitingMessage } from '../../data/local-database';
import classes from './conversation.module.css';
import { forget, WAITING } from './waiting-messages';
import { words } from '../../words/words';

/** What is on this device alone: it waits for the connection, or was refused for good. */
export function WaitingMessages({ waiting }: { waiting: readonly WaitingMessage[] }) {
  if (waiting.length === 0) return null;
  return (
    <div className={classes['log']} role="status">
      {waiting.map((message) => (
        <Waiting key={message.clientId} message={message} />
      ))}
    </div>
  );
}

function Waiting({ message: { clientId, words: written, refusal } }: { message: WaitingMessage }) {
  const queries = useQueryClient();
  const drop = async (): Promise<void> => {
    await forget(clientId);
    await queries.invalidateQueries({ queryKey: WAITING });
  };
  return (
    <div className={`${classes['message']} ${classes['mine']}`} data-testid="waiting-message">
      <Text className={classes['words']}>{written}</Text>
      {refusal === null ? (
        <Text size="xs" c="dimmed">
          {words('jobs.talk.unsent')}
        </Text>
      ) : (
        <Group gap="xs">
          <Text size="xs" c="var(--mantine-color-error)">
            {refusal}
          </Text>
          <Button variant="subtle" size="compact-md" onClick={() => void drop()}>
            {words('jobs.talk.remove')}
          </Button>
        </Group>
      )}
    </div>
  );
}
