import { Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { words } from '../../words/words';

const HOUR_MINUTES = 60;

interface Props {
  label: string;
  /** To begin with. */
  minutes: number;
  /** Null while a field is empty. */
  onChange: (minutes: number | null) => void;
}

/** Worked time as people say it. */
export function TimeFields({ label, minutes: begun, onChange }: Props) {
  const [hours, setHours] = useState<number | string>(Math.floor(begun / HOUR_MINUTES));
  const [minutes, setMinutes] = useState<number | string>(begun % HOUR_MINUTES);
  const whole = { min: 0, allowDecimal: false, allowNegative: false };
  const tell = (newHours: number | string, newMinutes: number | string): void =>
    onChange(newHours === '' || newMinutes === '' ? null : Number(newHours) * HOUR_MINUTES + Number(newMinutes));
  return (
    <Group grow>
      <NumberInput
        {...whole}
        label={label}
        value={hours}
        onChange={(value) => {
          setHours(value);
          tell(value, minutes);
        }}
      />
      <NumberInput
        {...whole}
        label={words('hours.ask.minutesField')}
        max={HOUR_MINUTES - 1}
        value={minutes}
        onChange={(value) => {
          setMinutes(value);
          tell(hours, value);
        }}
      />
    </Group>
  );
}
