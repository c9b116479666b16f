import { Button, Group, Text } from '@mantine/core';
import { words } from '../words/words';

export function NewVersion({ onAgree }: { onAgree: () => void }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{words('offline.whenItSuits')}</Text>
      <Button size="compact-md" onClick={onAgree}>
        {words('offline.loadNow')}
      </Button>
    </Group>
  );
}
