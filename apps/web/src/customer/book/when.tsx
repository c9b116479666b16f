import '@mantine/dates/styles.css';
import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useRules } from '../../data/server-config';
import { tooLongWords } from '../../words/rules';
import { span, wallClock, zoneName } from '../../words/time';
import { type BookingForm, draftOf, zoneOf } from './booking-form';
import { Section } from './section';

const DAY_MS = 86_400_000;
const USUAL_HOURS = [2, 4, 8, 12];
const TOO_LONG = 'hours-too-long';

export function When({ form }: { form: BookingForm }) {
  const { when, hours } = form.values;
  const zone = zoneOf(form.values);
  const draft = draftOf(form.values);
  const { bookingAheadMaxDays } = useRules();
  const now = new Date();
  return (
    <Section step={2} title="When">
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          size="md"
          aria-label="When"
          data={[
            { value: 'now', label: 'As soon as possible' },
            { value: 'later', label: 'Later' },
          ]}
          {...form.getInputProps('when')}
        />
        {when === 'later' && (
          <DateTimePicker
            size="md"
            label={`Start, as clocks show it there${zone ? ` (${zoneName(zone)})` : ''}`}
            placeholder="Choose day and time"
            valueFormat="ddd, MMM D, h:mm A"
            minDate={wallClock(now, zone)}
            maxDate={wallClock(new Date(now.getTime() + bookingAheadMaxDays * DAY_MS), zone)}
            highlightToday
            timePickerProps={{ withDropdown: true, minutesStep: 15, format: '12h' }}
            {...form.getInputProps('startWall')}
          />
        )}
        <Hours form={form} />
        {draft && (
          <Text size="sm" c="dimmed" className="figures">
            {span(draft.startTime, draft.endTime, zone)}, {hours} h
          </Text>
        )}
      </Stack>
    </Section>
  );
}

function Hours({ form }: { form: BookingForm }) {
  const rules = useRules();
  const { jobMinHours, jobMaxHours } = rules;
  const tooLong = tooLongWords(form.values.hours, rules);
  const usual = USUAL_HOURS.filter((hours) => hours >= jobMinHours && hours <= jobMaxHours);
  return (
    <>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <NumberInput
          label="Hours"
          min={jobMinHours}
          max={jobMaxHours}
          clampBehavior="strict"
          w={80}
          {...form.getInputProps('hours')}
          error={tooLong !== null}
          aria-describedby={TOO_LONG}
        />
        <SegmentedControl
          size="md"
          aria-label="Usual lengths"
          flex="0 1 280px"
          miw={0}
          styles={{ label: { paddingInline: 4 } }}
          value={String(form.values.hours)}
          onChange={(value) => form.setFieldValue('hours', Number(value))}
          data={usual.map((value) => ({ value: String(value), label: `${value} h` }))}
        />
      </Group>
      <Text size="sm" c="red" id={TOO_LONG} role="status">
        {tooLong}
      </Text>
    </>
  );
}
