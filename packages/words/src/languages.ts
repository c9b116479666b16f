/** Every language that all sentences are there in; the first is what is said where nobody has chosen. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const [FIRST] = LANGUAGES;

/** How numbers, money and moments are written where the market is. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-US' };

/** What a language is called by those who speak it. */
export const NAMES_OF_LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

export const isLanguage = (name: unknown): name is Language => LANGUAGES.some((language) => language === name);

/** The language of a tag such as `es-MX`; null when there is none of ours. */
const ofTag = (tag: string): Language | null => {
  const [name] = tag.trim().toLowerCase().split('-');
  return isLanguage(name) ? name : null;
};

/** The first of ours among what a browser lists, the best liked first. */
export const firstOf = (tags: readonly string[]): Language => tags.map(ofTag).find((found) => found !== null) ?? FIRST;

/** Longer than any browser sends; what is longer is not read. */
const LONGEST_HEADER = 500;

/** The best liked of ours of a header `Accept-Language` (RFC 9110, 12.5.4). */
export function acceptedLanguage(header: string | undefined): Language {
  if (header === undefined || header.length > LONGEST_HEADER) return FIRST;
  const wanted = header
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';');
      const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0);
  return firstOf(wanted.toSorted((one, other) => other.weight - one.weight).map(({ tag }) => tag));
}
