import { describe, expect, it } from 'vitest';
import { email, personName } from './person.js';

describe('a name', () => {
  it.each([
    'Kim',
    "O'Neill",
    'D’Arcy',
    'Anne-Marie',
    'Nguyễn',
    'José María',
    '李小龙',
    'محمد',
    'שרה',
    'Ольга',
    'श्रीमान्',
    'می\u200cنا',
    'ක්\u200dරිෂාන්',
    'X Æ A-12',
    'Jr.',
  ])('can be %s', (name) => {
    expect(personName.parse(`  ${name} `)).toBe(name.normalize('NFC'));
  });

  it.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['a zero width space', '\u200b'],
    ['a zero width space in it', 'Ki\u200bm'],
    ['a joiner alone', '\u200d'],
    ['a filler that counts as a letter', '\u3164'],
    ['the direction turned', 'Kim\u202egnp'],
    ['an isolate', '\u2067Kim\u2069'],
    ['a line', 'Kim\nLee'],
    ['digits alone', '123'],
    ['a soft hyphen', 'K\u00adim'],
  ])('is not %s', (_, name) => {
    expect(personName.safeParse(name).success).toBe(false);
  });

  it('is one name however its accents were typed', () => {
    expect(personName.parse('Jose\u0301')).toBe(personName.parse('José'));
  });
});

describe('an address', () => {
  it.each([
    ['kim@bücher.example', 'kim@xn--bcher-kva.example'],
    ['kim@BÜCHER.example', 'kim@xn--bcher-kva.example'],
    ['kim@xn--bcher-kva.example', 'kim@xn--bcher-kva.example'],
    [' Kim@Test.Example ', 'Kim@test.example'],
    ['kim@例え.テスト', 'kim@xn--r8jz45g.xn--zckzah'],
  ])('%j is %j', (typed, kept) => {
    expect(email.parse(typed)).toBe(kept);
  });

  it.each([
    'kim',
    'kim@',
    '@test.example',
    'kim@test',
    'kim@a/b.example',
    'kim@127.0.0.1',
    'kim@test.example:25',
    'k m@test.example',
  ])('%s is none', (typed) => {
    expect(email.safeParse(typed).success).toBe(false);
  });
});
