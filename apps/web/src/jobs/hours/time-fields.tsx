import { Group, NumberInput } from '@mantine/core';

const HOUR_MINUTES = 60;

interface Props {
  label: string;
  minutes: number;
  onChange: (minutes: number) => void;
}

/** Worked time as people say it. */
export function TimeFields({ label, minutes, onChange }: Props) {
  const [hours, rest] = [Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES];
  const whole = { min: 0, allowDecimal: false, allowNegative: false };
  return (
    <Group grow>
      <NumberInput
        {...whole}
        label={label}
        value={hours}
        onChange={(value) => onChange(Number(value) * HOUR_MINUTES + rest)}
      />
      <NumberInput
        {...whole}
        label="Minutes"
        max={HOUR_MINUTES - 1}
        value={rest}
        onChange={(value) => onChange(hours * HOUR_MINUTES + Math.min(Number(value), HOUR_MINUTES - 1))}
      />
    </Group>
  );
}
