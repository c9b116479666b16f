import '@mantine/dates/styles.css';
import { Group, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { type ReactNode, useState } from 'react';
import { dayPicker } from '../words/day-picker';
import { dayOfWall, readTime, timeOfWall, timesOfDay, wallOf } from '../words/wall-times';
import { words } from '../words/words';

interface Props {
  /** Of the day; the time beside it says that it is the time. */
  label: string;
  /** What a clock shows: "2026-11-23 18:00:00". */
  value: string;
  onChange: (wall: string) => void;
  error?: ReactNode;
  minDate?: string;
  maxDate?: string;
}

/** Day and time apart: each is chosen by mouse, finger or keyboard without undoing the other. */
export function MomentFields({ label, value, onChange, error, minDate, maxDate }: Props) {
  const [day, time] = [dayOfWall(value) ?? '', timeOfWall(value) ?? ''];
  return (
    <Group grow align="flex-end" gap="sm" wrap="nowrap">
      <DatePickerInput
        size="md"
        label={label}
        {...dayPicker()}
        value={day}
        onChange={(chosen) => chosen !== null && onChange(wallOf(chosen, time))}
        error={error}
        highlightToday
        {...(minDate !== undefined && { minDate })}
        {...(maxDate !== undefined && { maxDate })}
      />
      <TimeField time={time} onChange={(chosen) => onChange(wallOf(day, chosen))} />
    </Group>
  );
}

/** A list to choose from, and a field to type into: a time that is none of the list's is taken as it is typed. */
function TimeField({ time, onChange }: { time: string; onChange: (time: string) => void }) {
  const times = timesOfDay(time);
  const shown = times.find(({ value }) => value === time)?.label ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    const read = typed === null ? null : readTime(typed);
    if (read !== null && read !== time) onChange(read);
    setTyped(null);
  };
  return (
    <Select
      size="md"
      label={words('layout.time')}
      data={times}
      value={time}
      searchable
      allowDeselect={false}
      searchValue={typed ?? shown}
      onSearchChange={(text) => setTyped(text === shown ? null : text)}
      onChange={(chosen) => {
        setTyped(null);
        if (chosen !== null) onChange(chosen);
      }}
      onBlur={take}
      filter={({ options, search }) => {
        const read = readTime(search);
        // Opened to choose, it has every time; typed into, the one that is meant.
        return search === shown || read === null
          ? options
          : options.filter((one) => 'value' in one && one.value === read);
      }}
      nothingFoundMessage={words('layout.timeTyped')}
      maxDropdownHeight={260}
    />
  );
}
