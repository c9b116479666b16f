import { Input, SegmentedControl, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { CLEARANCES, JOB_TYPES, SKILLS } from '../../words/market';
import type { BookingForm } from './booking-form';
import { Section } from './section';

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

export function What({ form }: { form: BookingForm }) {
  return (
    <Section step={3} title="What for">
      <Stack gap="sm">
        <Select
          label="Kind of job"
          data={options(JOB_TYPES)}
          allowDeselect={false}
          {...form.getInputProps('jobType')}
        />
        <TextInput
          label="Name of the job"
          description="Optional; the guard reads it first"
          placeholder={JOB_TYPES[form.values.jobType]}
          maxLength={120}
          {...form.getInputProps('title')}
        />
        <Input.Wrapper label="Guard" component="div" size="md">
          <SegmentedControl
            fullWidth
            size="md"
            aria-label="Guard"
            data={options({ ...CLEARANCES, executive: 'Executive' })}
            {...form.getInputProps('clearance')}
          />
        </Input.Wrapper>
        <TagsInput
          label="Skills they must have"
          description="Each one leaves fewer guards"
          data={SKILLS}
          clearable
          {...form.getInputProps('skills')}
        />
      </Stack>
    </Section>
  );
}
