import { TextInput } from '@mantine/core';
import { words } from '../words/words';

/** For customers whose books ask for it. */
export function PurchaseOrderField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      label={words('jobs.purchaseOrder')}
      description={`${words('jobs.optional')}. ${words('jobs.purchaseOrder.what')}`}
      maxLength={60}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
