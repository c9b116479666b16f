import { z } from 'zod';
import { type Language, wordsIn } from '@aegis/words/all';
import { mistakes } from '@aegis/words/en';

type Name = keyof typeof mistakes;

const NAMES = new Map<string, Name>(
  // `Object.entries` forgets which keys they are.
  (Object.entries(mistakes) as [Name, string][]).map(([name, sentence]) => [sentence, name]),
);

/** What a schema or a feature says of a field, in the language of whoever sent it; what is not known stays as it is. */
export function mistakeIn(language: Language, message: string): string {
  const name = NAMES.get(message);
  return name === undefined ? message : wordsIn(language)(`mistakes.${name}`);
}

const ENGLISH = z.locales.en().localeError;
const SPANISH = z.locales.es().localeError;

/** What schemas say of themselves, by their library's own translations. */
export const schemaWordsIn = (language: Language) => (language === 'es' ? SPANISH : ENGLISH);
