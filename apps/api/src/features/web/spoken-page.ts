import { type Language, wordsIn } from '@aegis/words/all';
import { acceptedLanguage, isLanguage, LANGUAGES } from '@aegis/words/languages';
import type { FastifyRequest } from 'fastify';

/** Kept by the application when somebody chooses a language (apps/web/src/words/speech.ts). */
const COOKIE = 'aegis-language';

/** What stands in the pages as they are built, for before the script has come. */
const FIRST_WORDS = [
  ...(['landing.title', 'landing.description', 'landing.claim', 'landing.how'] as const),
  ...(['landing.book', 'landing.work', 'landing.noScript'] as const),
];

/** A page in every language: what it says in English said in the others, whatever its lines are broken at. */
export const spokenPages = (page: string): Readonly<Record<Language, string>> => {
  const inLanguage = (language: Language): string =>
    FIRST_WORDS.reduce(
      (text, key) => text.replaceAll(anyBlanks(wordsIn('en')(key)), () => wordsIn(language)(key)),
      page.replace('<html lang="en">', `<html lang="${language}">`),
    );
  return Object.fromEntries(LANGUAGES.map((language) => [language, inLanguage(language)])) as Record<Language, string>;
};

const anyBlanks = (sentence: string): RegExp =>
  new RegExp(sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\s+/g, '\\s+'), 'g');

/** What was chosen in this browser, or what it asks for. */
export function languageOfVisitor({
  cookies,
  headers,
}: Pick<FastifyRequest, 'headers'> & { cookies?: Record<string, string | undefined> }): Language {
  const kept = cookies?.[COOKIE];
  return isLanguage(kept) ? kept : acceptedLanguage(headers['accept-language']);
}
