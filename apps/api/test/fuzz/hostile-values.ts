import type { Random } from './random.js';

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** What a field gets instead of what it should: types confused, ends of ranges, text that breaks parsers and databases. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1,
  0.1,
  1e-320,
  1e308,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  Number.MAX_SAFE_INTEGER,
  90.0000001,
  180.0000001,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfff',
  '\u202eabc',
  '\ufeff',
  'é́́́́',
  '👩‍👩‍👧‍👦',
  'x'.repeat(10_000),
  '𝔘'.repeat(500),
  "'; DROP TABLE users; --",
  '" OR ""="',
  '%s%n${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '%00',
  '\\u0000',
  'NaN',
  'Infinity',
  '1e999',
  '0x10',
  'true',
  'null',
  '[]',
  '9999-12-31T23:59:59.999Z',
  '0000-00-00',
  '0001-01-01T00:00:00Z',
  '2026-02-30',
  '2026-02-30T10:00:00Z',
  '2026-01-01T00:00:00+99:99',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'a@b.c\r\nBcc: x@y.z',
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 1000 }, () => 0),
  { __proto__: null, constructor: { prototype: { admin: true } } },
  { $gt: '' },
  deep(15),
  deep(200),
];

/** A copy: what is put in one body is changed there further. */
export const hostileValue = (random: Random): unknown => structuredClone(random.pick(HOSTILE));

/** Bodies that are no JSON object of ours at all. */
const HOSTILE_BODIES: readonly string[] = [
  '',
  'null',
  '0',
  '"text"',
  '[]',
  '[1,2,3]',
  '{',
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '\u0000',
  '{"a":"\\ud800"}',
  '{"a":1e400}',
  '['.repeat(50_000),
  '['.repeat(5000) + ']'.repeat(5000),
  '{"a":'.repeat(5000) + '1' + '}'.repeat(5000),
  `{"a":"${'x'.repeat(300_000)}"}`,
];

export const hostileBody = (random: Random): string => random.pick(HOSTILE_BODIES);
