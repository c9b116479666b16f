import '@mantine/dates/styles.css';
import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { span, wallClock, zoneName } from '../../words/time';
import { type BookingForm, draftOf, zoneOf } from './booking-form';
import { Section } from './section';

const USUAL_HOURS = [2, 4, 8, 12];

export function When({ form }: { form: BookingForm }) {
  const { when, hours } = form.values;
  const zone = zoneOf(form.values);
  const draft = draftOf(form.values);
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
            minDate={wallClock(new Date(), zone)}
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
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <NumberInput label="Hours" min={1} max={24} clampBehavior="strict" w={80} {...form.getInputProps('hours')} />
      <SegmentedControl
        size="md"
        aria-label="Usual lengths"
        flex="0 1 280px"
        miw={0}
        styles={{ label: { paddingInline: 4 } }}
        value={String(form.values.hours)}
        onChange={(value) => form.setFieldValue('hours', Number(value))}
        data={USUAL_HOURS.map((value) => ({ value: String(value), label: `${value} h` }))}
      />
    </Group>
  );
}
