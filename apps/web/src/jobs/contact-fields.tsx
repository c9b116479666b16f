import { SimpleGrid, TextInput } from '@mantine/core';
import { phoneWords } from '../words/phone';
import { words } from '../words/words';

export interface ContactText {
  name: string;
  phone: string;
}

/** Nobody, while there is no name. */
export const contactOf = ({ name, phone }: ContactText): { name: string; phone: string | null } | null =>
  name.trim() === '' ? null : { name: name.trim(), phone: phone.trim() === '' ? null : phone.trim() };

export const contactText = (contact: { name: string; phone: string | null } | null | undefined): ContactText => ({
  name: contact?.name ?? '',
  phone: phoneWords(contact?.phone ?? ''),
});

interface Props {
  value: ContactText;
  /** What the server refuses, by its path. */
  refused?: (path: string) => string | undefined;
  onChange: (value: ContactText) => void;
}

/** Whom the guard asks for on site. */
export function ContactFields({ value, refused, onChange }: Props) {
  return (
    // Beside each other their names take two lines on a phone, and the fields stand at two heights.
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput
        label={words('jobs.site.contact')}
        description={words('jobs.optional')}
        maxLength={100}
        value={value.name}
        error={refused?.('contact.name')}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label={words('jobs.site.phone')}
        description={words('jobs.optional')}
        type="tel"
        value={value.phone}
        error={refused?.('contact.phone')}
        onChange={(event) => onChange({ ...value, phone: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}
