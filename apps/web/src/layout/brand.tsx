import { Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { words } from '../words/words';

/** @param isShort leaves its name away where a phone needs the room */
export function Brand({ isShort }: { isShort: boolean }) {
  return (
    <Link to="/" aria-label={words('layout.startPage')} className="brand">
      <Group gap={8} wrap="nowrap">
        <img src="/icons/aegis.svg" width={32} height={32} alt="" />
        <Text fw={700} size="lg" c="var(--mantine-color-text)" {...(isShort && { visibleFrom: 'sm' })}>
          Aegis
        </Text>
      </Group>
    </Link>
  );
}
