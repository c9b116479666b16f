import { Textarea } from '@mantine/core';

interface Props {
  /** Who reads it. */
  description?: string;
  required?: boolean;
  value: string;
  onChange: (reason: string) => void;
}

/** Why somebody does something to somebody else's plans; as long as the server takes. */
export const ReasonField = ({ description, required = true, value, onChange }: Props) => (
  <Textarea
    label="Reason"
    description={description}
    required={required}
    autosize
    minRows={2}
    maxLength={500}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
