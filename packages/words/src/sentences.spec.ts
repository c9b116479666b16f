import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import bidiFactory from 'bidi-js';
import { describe, expect, it } from 'vitest';
import * as en from './en/index.js';
import * as es from './es/index.js';
import { type Group, loadWords } from './groups.js';
import { LANGUAGES } from './languages.js';
import { Speaker } from './sentences.js';

const CATALOGUES = { en, es } as Record<(typeof LANGUAGES)[number], Record<string, Record<string, string>>>;
const SENTENCES = Object.entries(CATALOGUES.en).flatMap(([area, sentences]) =>
  Object.entries(sentences).map(([name, english]) => ({ area, name, english, key: `${area}.${name}` })),
);

/** Names and kinds of everything that a sentence is told, wherever it stands in it. */
function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.argument) return [element.value];
    if (element.type === TYPE.tag) return [`<${element.value}>`, ...namesIn(element.children)];
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      const cases = Object.values(element.options).flatMap(({ value }) => namesIn(value));
      return [`${element.value} of ${TYPE[element.type]}`, ...cases];
    }
    return element.type === TYPE.literal || element.type === TYPE.pound ? [] : [`${element.value} formatted`];
  });
}

const namesOf = (sentence: string): string[] => [...new Set(namesIn(parse(sentence)))].sort();

/** What every language counts with; Spanish has `many` too, for millions, which nobody here is told of. */
function casesIn(elements: readonly MessageFormatElement[]): string[][] {
  return elements.flatMap((element) => {
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inner = Object.values(element.options).flatMap(({ value }) => casesIn(value));
    return [Object.keys(element.options).sort(), ...inner];
  });
}

const GROUPS = ['first', 'pages', 'admin', 'share'] as const satisfies readonly Group[];

/** Said by the server alone: no page loads them. */
const OF_THE_SERVER = [
  'calendar',
  'eligibility',
  'mails',
  'messages',
  'mistakes',
  'papers',
  'proof',
  'push',
  'refusals',
];

describe('the groups in which pages load their words', () => {
  it.each(LANGUAGES)('have every area but those of the server: %s', async (language) => {
    const groups = await Promise.all(GROUPS.map((group) => loadWords(language, group)));
    const loaded = new Set(groups.flatMap((group) => Object.keys(group)));
    const missing = Object.keys(CATALOGUES[language]).filter((area) => !loaded.has(area));
    expect(missing.sort()).toEqual(OF_THE_SERVER);
  });
});

describe('the catalogue', () => {
  it('has the same areas and keys in every language', () => {
    for (const language of LANGUAGES) {
      const keys = Object.entries(CATALOGUES[language]).map(([area, sentences]) => [area, Object.keys(sentences)]);
      expect(keys).toEqual(Object.entries(CATALOGUES.en).map(([area, sentences]) => [area, Object.keys(sentences)]));
    }
  });

  it.each(LANGUAGES)('asks for the same in %s, and has the same cases', (language) => {
    for (const { area, name, english, key } of SENTENCES) {
      const sentence = CATALOGUES[language][area]?.[name] ?? '';
      expect({ key, names: namesOf(sentence) }).toEqual({ key, names: namesOf(english) });
      expect({ key, cases: casesIn(parse(sentence)) }).toEqual({ key, cases: casesIn(parse(english)) });
    }
  });

  it('counts no sentence without "one" and "other"', () => {
    for (const { english, key } of SENTENCES)
      for (const cases of casesIn(parse(english)))
        expect({ key, cases }).toEqual({ key, cases: expect.arrayContaining(['other']) as unknown });
  });

  it.each(LANGUAGES)('says something in %s, without blanks at its ends or double ones', (language) => {
    for (const { area, name, key } of SENTENCES) {
      const sentence = CATALOGUES[language][area]?.[name] ?? '';
      expect({ key, is: /\S/.test(sentence) && !/^\s|[ ]{2}|\s$/.test(sentence) }).toEqual({ key, is: true });
    }
  });

  it('is translated: what is the same in both is a name, a figure or the like', () => {
    const same = SENTENCES.filter(({ area, name, english }) => CATALOGUES.es[area]?.[name] === english);
    const said = same.filter(({ english }) => /[a-z]{4,}/i.test(english.replace(/\{[^}]*\}|<[^>]*>/g, '')));
    expect(said.map(({ key }) => key)).toEqual(SAME_IN_BOTH);
  });
});

/** Read and found right as they are. */
const SAME_IN_BOTH: string[] = ['papers.total'];

it('ends a sentence once where a time ends it, and takes what people wrote as it is', () => {
  const { words } = new Speaker('es', es);
  expect(words('jobs.extend.endsAt', { time: '6:02 p.m.' })).toBe('Hora de fin: 6:02 p.m.');
  expect(words('account.places.removeNamed', { place: "{x} <b> it's '' #" })).toBe("Quitar {x} <b> it's '' #");
});

it('says nothing of an area that was not given', () => {
  const { words } = new Speaker('en', { layout: en.layout });
  expect(words('layout.save')).toBe('Save');
  expect(() => words('account.title')).toThrow('account.title');
});

/** What people write, or put into what they write, that is shown in another direction than the sentence around it. */
const TURNING = {
  'right to left': 'بوابة 4',
  'right to left at its end only': 'Gate שער',
  'a number first': '4 (שער)',
  'an override': 'Gate \u202e4',
  'an override that ends': 'Gate \u202e4\u202c 5',
  'an embedding': '\u202bGate',
  'an isolate without an end': '\u2067Gate',
  'an end without an isolate, and an override': 'Gate\u2069\u202e',
  'many of both': '\u2069\u2069\u2066\u202d\u2068Gate\u202e',
  'a mark': 'Gate\u200f',
} as const;

interface BidirectionalAlgorithm {
  getEmbeddingLevels: (text: string, direction: 'ltr') => { levels: Uint8Array };
  getReorderedString: (text: string, levels: { levels: Uint8Array }) => string;
}

/** Its own types are of another way to load it. */
const bidi = (bidiFactory as unknown as () => BidirectionalAlgorithm)();
/** From left to right, as it is seen. */
const seen = (text: string): string =>
  bidi
    .getReorderedString(text, bidi.getEmbeddingLevels(text, 'ltr'))
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

/** Of what is told plainly, the words around it; null where it is chosen by what is told, or counted. */
function wordsAround(sentence: string): string[] | null {
  const elements = parse(sentence);
  const isPlain = elements.every(({ type }) => type === TYPE.literal || type === TYPE.argument);
  return isPlain ? elements.flatMap((element) => (element.type === TYPE.literal ? [element.value] : [])) : null;
}

/** Each after the one before it. */
function stand(around: readonly string[], text: string): boolean {
  let end = 0;
  return around.every((part) => {
    const at = text.indexOf(part, end);
    end = at + part.length;
    return at >= 0;
  });
}

describe.each(Object.entries(TURNING))('%s in what a sentence is told', (_, told) => {
  it.each(LANGUAGES)('leaves the words of every sentence in %s where they are', (language) => {
    const { words } = new Speaker(language, CATALOGUES[language]);
    const turned = SENTENCES.flatMap(({ area, name, key }) => {
      const sentence = CATALOGUES[language][area]?.[name] ?? '';
      const around = wordsAround(sentence);
      if (around === null || around.length === 0 || !sentence.includes('{')) return [];
      const values = Object.fromEntries(namesOf(sentence).map((argument) => [argument, told]));
      const said = (words as (of: string, values: object) => string)(key, values);
      return stand(around, seen(said)) ? [] : [{ key, seen: seen(said) }];
    });
    expect(turned).toEqual([]);
  });
});

it('what turns nothing is told as it is', () => {
  const { words } = new Speaker('en', en);
  expect(words('account.places.removeNamed', { place: 'Café 4番ゲート 👩‍👩‍👧' })).toBe('Remove Café 4番ゲート 👩‍👩‍👧');
});
