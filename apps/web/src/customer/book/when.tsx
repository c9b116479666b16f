import { Group, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useRules } from '../../data/server-config';
import { MomentFields } from '../../layout/moment-fields';
import { tooLongWords } from '../../words/rules';
import { capital } from '../../words/capital';
import { atWallClock, span, wallClock, zoneName } from '../../words/time';
import { nextFullHour } from '../../words/wall-times';
import { type BookingForm, draftOf, zoneOf } from './booking-form';
import { Section } from './section';
import { words } from '../../words/words';
import { today } from '../../words/now';

const DAY_MS = 86_400_000;
const USUAL_HOURS = [2, 4, 8, 12];
const TOO_LONG = 'hours-too-long';

export function When({ form }: { form: BookingForm }) {
  const { when, hours, startWall } = form.values;
  const zone = zoneOf(form.values);
  const draft = draftOf(form.values);
  const { bookingAheadMaxDays } = useRules();
  const now = today();
  return (
    <Section step={2} title={words('booking.when.title')}>
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          size="md"
          aria-label={words('booking.when.title')}
          data={[
            { value: 'now', label: words('booking.when.now') },
            { value: 'later', label: words('booking.when.later') },
          ]}
          value={when}
          onChange={(chosen) =>
            form.setValues({ when: chosen, startWall: startWall ?? nextFullHour(wallClock(now, zone)) })
          }
        />
        {when === 'later' && startWall !== null && (
          <MomentFields
            label={
              zone
                ? words('booking.when.dayZone', { zone: zoneName(zone, atWallClock(startWall, zone)) })
                : words('booking.when.day')
            }
            minDate={wallClock(now, zone)}
            maxDate={wallClock(new Date(now.getTime() + bookingAheadMaxDays * DAY_MS), zone)}
            value={startWall}
            onChange={(wall) => form.setFieldValue('startWall', wall)}
            error={form.errors['startWall']}
          />
        )}
        <Hours form={form} />
        {draft && (
          <Text size="sm" c="dimmed" className="figures">
            {words('booking.when.span', { span: capital(span(draft.startTime, draft.endTime, zone)), hours })}
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
          label={words('jobs.edit.hours')}
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
          aria-label={words('booking.when.usual')}
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
