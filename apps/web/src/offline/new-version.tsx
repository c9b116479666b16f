import { Button, Group, Text } from '@mantine/core';

export function NewVersion({ onAgree }: { onAgree: () => void }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">Load it when it suits you.</Text>
      <Button size="compact-md" onClick={onAgree}>
        Load now
      </Button>
    </Group>
  );
}
