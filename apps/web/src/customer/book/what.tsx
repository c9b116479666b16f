import { Select, Stack, TextInput } from '@mantine/core';
import { RequirementFields } from '../../jobs/requirement-fields';
import { JOB_TYPES } from '../../words/market';
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
        <RequirementFields value={form.values} onChange={(change) => form.setValues(change)} />
      </Stack>
    </Section>
  );
}
