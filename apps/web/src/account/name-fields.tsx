import { Group, TextInput } from '@mantine/core';
import { words } from '../words/words';

/** @param of what the form gives to the field of this name */
export function NameFields({ of }: { of: (name: 'firstName' | 'lastName') => object }) {
  return (
    <Group grow align="flex-start" gap="sm">
      <TextInput label={words('account.firstName')} autoComplete="given-name" {...of('firstName')} />
      <TextInput
        label={words('account.lastName')}
        description={words('account.ifYouHaveOne')}
        autoComplete="family-name"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...of('lastName')}
      />
    </Group>
  );
}
