import { Textarea } from '@mantine/core';
import { words } from '../words/words';

interface Props {
  /** Who reads it. */
  description?: string;
  required?: boolean;
  error?: string | undefined;
  value: string;
  onChange: (reason: string) => void;
}

/** Why somebody does something to somebody else's plans; as long as the server takes. */
export const ReasonField = ({ description, required = true, error, value, onChange }: Props) => (
  <Textarea
    label={words('layout.reason')}
    description={description}
    required={required}
    autosize
    minRows={2}
    maxLength={500}
    value={value}
    error={error}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
