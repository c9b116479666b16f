import { Text } from '@mantine/core';

/** One number with its name, in a panel of its own. */
export function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="panel">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={700} size="xl" className="figures">
        {value}
      </Text>
    </div>
  );
}
