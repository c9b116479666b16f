import { ActionIcon, Button, Group, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { DatePickerInput, TimeInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconX } from '@tabler/icons-react';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { type GuardProfile, useSaveHours } from './guard-profile';
import { type DayHours, dayHoursOf, WEEKDAYS, weekOf } from './working-week';

/** What most people begin with. */
const OFFICE: DayHours[] = [0, 1, 2, 3, 4].map((day) => ({ day, from: '09:00', to: '17:00' }));
const DAYS = WEEKDAYS.map((label, day) => ({ value: String(day), label }));

type Days = [string | null, string | null];

/** When scheduled jobs are offered; what starts soon is a matter of being on duty. */
export function WorkingHours({ profile }: { profile: GuardProfile }) {
  return (
    <section className="panel" aria-label="Working hours">
      <Title order={2} size="h4" mb="xs">
        Working hours
      </Title>
      {profile.baseLocation === null ? (
        <Text size="sm">Save where you usually start from first: hours are those of the time there.</Text>
      ) : (
        <HoursForm profile={profile} />
      )}
    </section>
  );
}

function useHoursForm(profile: GuardProfile) {
  return useForm({
    initialValues: {
      isLimited: profile.workingWeek !== null,
      hours: profile.workingWeek === null ? OFFICE : dayHoursOf(profile.workingWeek),
      daysOff: profile.daysOff.map(({ firstDay, lastDay }): Days => [firstDay, lastDay]),
    },
    validate: {
      hours: {
        from: (value) => (value === '' ? 'Enter a time' : null),
        to: (value) => (value === '' ? 'Enter a time' : null),
      },
    },
  });
}

type HoursForm = ReturnType<typeof useHoursForm>;

function HoursForm({ profile }: { profile: GuardProfile }) {
  const form = useHoursForm(profile);
  const save = useSaveHours();
  const submit = form.onSubmit(({ isLimited, hours, daysOff }) => {
    const body = {
      workingWeek: isLimited && hours.length > 0 ? weekOf(hours) : null,
      daysOff: daysOff.flatMap(([firstDay, lastDay]) => (firstDay ? [{ firstDay, lastDay: lastDay ?? firstDay }] : [])),
    };
    save.mutate(body, {
      onSuccess: () =>
        void say({ title: 'Working hours saved', message: 'Scheduled jobs outside of them are not offered.' }),
    });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          For jobs that are booked ahead, in the time of your base
          {profile.timeZone && ` (${zoneWords(profile.timeZone)})`}. What starts soon is offered whenever you are on
          duty.
        </Text>
        <Switch label="Only at certain hours" {...form.getInputProps('isLimited', { type: 'checkbox' })} />
        {form.values.isLimited && <Hours form={form} />}
        <DaysOff form={form} />
        {save.error && <Problem error={save.error} />}
        <Button type="submit" variant="default" loading={save.isPending}>
          Save working hours
        </Button>
      </Stack>
    </form>
  );
}

const zoneWords = (zone: string): string => zone.replace(/^.*\//, '').replaceAll('_', ' ');

const Hours = ({ form }: { form: HoursForm }) => (
  <Stack gap="xs">
    {form.values.hours.map(({ day, from, to }, index) => (
      // Rows are alike and have no keys of their own: they are told apart by their place.
      <Group key={index} gap="xs" align="flex-end" wrap="wrap" role="group" aria-label={`Hours ${index + 1}`}>
        <Select
          label="Day"
          flex="1 1 130px"
          allowDeselect={false}
          data={DAYS}
          value={String(day)}
          onChange={(value) => form.setFieldValue(`hours.${index}.day`, Number(value))}
        />
        <TimeInput size="md" label="From" flex="1 1 90px" {...form.getInputProps(`hours.${index}.from`)} />
        <TimeInput
          size="md"
          label={to !== '' && from !== '' && to <= from ? 'To (next day)' : 'To'}
          flex="1 1 90px"
          {...form.getInputProps(`hours.${index}.to`)}
        />
        <Remove label={`Remove ${WEEKDAYS[day] ?? 'day'}`} onClick={() => form.removeListItem('hours', index)} />
      </Group>
    ))}
    <Button
      variant="subtle"
      style={{ alignSelf: 'flex-start' }}
      onClick={() => form.insertListItem('hours', { day: 0, from: '09:00', to: '17:00' })}
    >
      Add hours
    </Button>
  </Stack>
);

const DaysOff = ({ form }: { form: HoursForm }) => (
  <Stack gap="xs">
    {form.values.daysOff.map((days, index) => (
      <Group key={index} gap="xs" align="flex-end" wrap="nowrap" role="group" aria-label={`Days off ${index + 1}`}>
        <DatePickerInput
          type="range"
          size="md"
          flex={1}
          allowSingleDateInRange
          label="Days off, first and last"
          placeholder="Choose the days"
          valueFormat="MMM D, YYYY"
          value={days}
          onChange={(value) => form.setFieldValue(`daysOff.${index}`, value)}
        />
        <Remove label="Remove days off" onClick={() => form.removeListItem('daysOff', index)} />
      </Group>
    ))}
    <Button
      variant="subtle"
      style={{ alignSelf: 'flex-start' }}
      onClick={() => form.insertListItem('daysOff', [null, null])}
    >
      Add days off
    </Button>
  </Stack>
);

const Remove = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <ActionIcon variant="subtle" color="gray" size="xl" aria-label={label} onClick={onClick}>
    <IconX size={18} aria-hidden />
  </ActionIcon>
);
