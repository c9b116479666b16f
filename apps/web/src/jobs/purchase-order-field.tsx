import { TextInput } from '@mantine/core';
import { words } from '../words/words';

interface Props {
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}

/** For customers whose books ask for it. */
export function PurchaseOrderField({ value, error, onChange }: Props) {
  return (
    <TextInput
      label={words('jobs.purchaseOrder')}
      description={`${words('jobs.optional')}. ${words('jobs.purchaseOrder.what')}`}
      maxLength={60}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
