import { ActionIcon, Button, Group, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { DatePickerInput, TimeInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { IconX } from '@tabler/icons-react';
import { say } from '../layout/messages';
import { useFirstMistake } from '../layout/first-mistake';
import { Problem } from '../layout/states';
import { dayPicker } from '../words/day-picker';
import { words } from '../words/words';
import { type GuardProfile, useSaveHours } from './guard-profile';
import { type DayHours, dayHoursOf, WEEKDAYS, weekOf } from './working-week';

/** What most people begin with. */
const OFFICE: DayHours[] = [0, 1, 2, 3, 4].map((day) => ({ day, from: '09:00', to: '17:00' }));

const dayWords = (day: number): string =>
  WEEKDAYS.slice(day, day + 1)
    .map((name) => words(`guard.day.${name}`))
    .join('');
const days = () => WEEKDAYS.map((_, day) => ({ value: String(day), label: dayWords(day) }));

type Days = [string | null, string | null];

/** When scheduled jobs are offered; what starts soon is a matter of being on duty. */
export function WorkingHours({ profile }: { profile: GuardProfile }) {
  return (
    <section className="panel" aria-label={words('guard.hours.section')}>
      <Title order={2} size="h4" mb="xs">
        {words('guard.hours.section')}
      </Title>
      {profile.baseLocation === null ? (
        <Text size="sm">{words('guard.hours.baseFirst')}</Text>
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
        from: (value) => (value === '' ? words('guard.hours.enterTime') : null),
        to: (value) => (value === '' ? words('guard.hours.enterTime') : null),
      },
    },
  });
}

type HoursForm = ReturnType<typeof useHoursForm>;

function HoursForm({ profile }: { profile: GuardProfile }) {
  const form = useHoursForm(profile);
  const save = useSaveHours();
  const mistake = useFirstMistake();
  const submit = form.onSubmit(({ isLimited, hours, daysOff }) => {
    const body = {
      workingWeek: isLimited && hours.length > 0 ? weekOf(hours) : null,
      daysOff: daysOff.flatMap(([firstDay, lastDay]) => (firstDay ? [{ firstDay, lastDay: lastDay ?? firstDay }] : [])),
    };
    save.mutate(body, {
      onSuccess: () => void say({ title: words('guard.hours.saved'), message: words('guard.hours.savedHow') }),
    });
  }, mistake.onMistakes);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {profile.timeZone
            ? words('guard.hours.howIn', { zone: zoneWords(profile.timeZone) })
            : words('guard.hours.how')}
        </Text>
        <Switch label={words('guard.hours.only')} {...form.getInputProps('isLimited', { type: 'checkbox' })} />
        {form.values.isLimited && <Hours form={form} />}
        <DaysOff form={form} />
        {mistake.spoken}
        {save.error && <Problem error={save.error} />}
        <Button type="submit" variant="default" loading={save.isPending}>
          {words('guard.hours.save')}
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
      <Group
        key={index}
        gap="xs"
        align="flex-end"
        wrap="wrap"
        role="group"
        aria-label={words('guard.hours.row', { number: index + 1 })}
      >
        <Select
          label={words('guard.hours.day')}
          flex="1 1 130px"
          allowDeselect={false}
          data={days()}
          value={String(day)}
          onChange={(value) => form.setFieldValue(`hours.${index}.day`, Number(value))}
        />
        <TimeInput
          size="md"
          label={words('guard.hours.from')}
          flex="1 1 90px"
          {...form.getInputProps(`hours.${index}.from`)}
        />
        <TimeInput
          size="md"
          label={words(to !== '' && from !== '' && to <= from ? 'guard.hours.toNext' : 'guard.hours.to')}
          flex="1 1 90px"
          {...form.getInputProps(`hours.${index}.to`)}
        />
        <Remove
          label={words('guard.hours.remove', { day: dayWords(day) })}
          onClick={() => form.removeListItem('hours', index)}
        />
      </Group>
    ))}
    <Button
      variant="subtle"
      style={{ alignSelf: 'flex-start' }}
      onClick={() => form.insertListItem('hours', { day: 0, from: '09:00', to: '17:00' })}
    >
      {words('guard.hours.add')}
    </Button>
  </Stack>
);

const DaysOff = ({ form }: { form: HoursForm }) => (
  <Stack gap="xs">
    {form.values.daysOff.map((days, index) => (
      <Group
        key={index}
        gap="xs"
        align="flex-end"
        wrap="nowrap"
        role="group"
        aria-label={words('guard.daysOff.row', { number: index + 1 })}
      >
        <DatePickerInput
          type="range"
          size="md"
          flex={1}
          allowSingleDateInRange
          label={words('guard.daysOff.days')}
          placeholder={words('guard.daysOff.choose')}
          {...dayPicker()}
          value={days}
          onChange={(value) => form.setFieldValue(`daysOff.${index}`, value)}
        />
        <Remove label={words('guard.daysOff.remove')} onClick={() => form.removeListItem('daysOff', index)} />
      </Group>
    ))}
    <Button
      variant="subtle"
      style={{ alignSelf: 'flex-start' }}
      onClick={() => form.insertListItem('daysOff', [null, null])}
    >
      {words('guard.daysOff.add')}
    </Button>
  </Stack>
);

const Remove = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <ActionIcon variant="subtle" color="gray" size="xl" aria-label={label} onClick={onClick}>
    <IconX size={18} aria-hidden />
  </ActionIcon>
);
