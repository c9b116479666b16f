import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { api, type Endpoint } from './index.js';

/** What a person may write into a field, whatever keyboard and clipboard they have. */
const WRITTEN = ['Gate 4', 'بوابة ٤ خلف المحطة', '4番ゲート', 'Gate 👩‍👩‍👧‍👦 🚪', 'می\u200cنا', 'שער 4 (gate)'];
/** Looks like nothing, and is nothing. */
const NOTHING = ['', '   ', '\u200b\u2060\ufeff', '\u200e\u200f', '\u202e\u202c', '\u00ad'];
/** And as it is kept. */
const TURNED_AROUND = [
  ['Gate \u202e4321\u202c', 'Gate 4321'],
  ['\u202a+1 213 555 0134\u202c', '+1 213 555 0134'],
  ['\u2067\u05e9\u05e2\u05e8\u2069 \u202d4', '\u05e9\u05e2\u05e8 4'],
  ['end\u2069\u202b', 'end'],
  ['\u202b \u2066\u2068 Gate \u202a', 'Gate'],
];
const BROKEN = ['a\0b', 'half \ud83d'];
const TEN_KB = 'x'.repeat(10_240);

interface Field {
  name: string;
  schema: z.ZodType;
}

/** Each field of text of a body, in whatever it lies. */
function fieldsOf(name: string, schema: z.ZodType | undefined): Field[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return fieldsOf(name, schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, part]) =>
      fieldsOf(`${name}.${key}`, part),
    );
  if (schema instanceof z.ZodArray) return fieldsOf(`${name}[]`, schema.element as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((part) => fieldsOf(name, part as z.ZodType));
  // A number to dial or a key of a program is no words.
  return schema?.safeParse('Gate 4').success && !schema.safeParse('').success ? [{ name, schema }] : [];
}

const endpoints: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = api;
/** Made by programs, and compared with what is known. */
const IS_KEY = /(token|endpoint|p256dh|auth|sealed|challengeId|response\..+|currentPassword|\.password|code|cursor)$/;

const fields = Object.entries(endpoints)
  .flatMap(([group, operations]) =>
    Object.entries(operations).flatMap(([name, { body }]) => fieldsOf(`${group}.${name}`, body)),
  )
  .filter(({ name }) => !IS_KEY.test(name));

const taken = ({ schema }: Field, values: readonly string[]): string[] =>
  values.filter((value) => schema.safeParse(value).success);

it('there are fields to write in', () => expect(fields.length).toBeGreaterThan(30));

describe.each(fields)('$name', (field) => {
  it('refuses what looks like nothing, what cannot be stored, and a book', () => {
    expect(taken(field, [...NOTHING, ...BROKEN, TEN_KB])).toEqual([]);
  });
});

/** But names and numbers of one line, which have rules of their own (person.spec.ts). */
describe.each(fields.filter(({ schema }) => schema.safeParse('Gate\n4').success))('$name', (field) => {
  it('takes any script, right to left too, and pictures of letters', () => {
    expect(taken(field, WRITTEN)).toEqual(WRITTEN);
  });

  it.each(TURNED_AROUND)('keeps %j without what turns it around, or what stands beside it', (typed, kept) => {
    expect(field.schema.parse(typed)).toBe(kept);
  });
});
