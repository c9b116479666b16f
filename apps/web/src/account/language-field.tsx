import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { LANGUAGES, NAMES_OF_LANGUAGES } from '@aegis/words/languages';
import { words } from '../words/words';

/** Each language by the name that its readers know. */
const CHOICES = LANGUAGES.map((language) => ({ value: language, label: NAMES_OF_LANGUAGES[language] }));

export const LanguageField = (field: NativeSelectProps) => (
  <NativeSelect
    size="md"
    label={words('account.person.language')}
    description={words('account.person.languageWhere')}
    data={CHOICES}
    {...field}
  />
);
