import { Select, Stack, TextInput } from '@mantine/core';
import { PurchaseOrderField } from '../../jobs/purchase-order-field';
import { RequirementFields } from '../../jobs/requirement-fields';
import { JOB_TYPES } from '../../words/market';
import type { BookingForm } from './booking-form';
import { Section } from './section';
import { words } from '../../words/words';

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

export function What({ form }: { form: BookingForm }) {
  return (
    <Section step={3} title={words('booking.what.title')}>
      <Stack gap="sm">
        <Select
          label={words('jobs.edit.kind')}
          data={options(JOB_TYPES)}
          allowDeselect={false}
          {...form.getInputProps('jobType')}
        />
        <TextInput
          label={words('jobs.edit.name')}
          description={words('booking.what.nameWhat')}
          placeholder={JOB_TYPES[form.values.jobType]}
          maxLength={120}
          {...form.getInputProps('title')}
        />
        <PurchaseOrderField
          value={form.values.purchaseOrder}
          onChange={(purchaseOrder) => form.setFieldValue('purchaseOrder', purchaseOrder)}
        />
        <RequirementFields value={form.values} onChange={(change) => form.setValues(change)} />
      </Stack>
    </Section>
  );
}
