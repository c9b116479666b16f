import { Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { words } from '../words/words';

export function Brand() {
  return (
    <Link to="/" aria-label={words('layout.startPage')} className="brand">
      <Group gap={8} wrap="nowrap">
        <img src="/icons/aegis.svg" width={32} height={32} alt="" />
        <Text fw={700} size="lg" c="var(--mantine-color-text)">
          Aegis
        </Text>
      </Group>
    </Link>
  );
}
