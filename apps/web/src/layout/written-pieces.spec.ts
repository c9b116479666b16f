import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from './written-pieces';

const links = (text: string) => pieces(text).flatMap(({ href }) => href ?? []);

describe('a text that somebody wrote', () => {
  it.each([
    ['Plan: https://example.com/plan.pdf.', ['https://example.com/plan.pdf']],
    ['(see http://example.com/a?b=c&d=1)', ['http://example.com/a?b=c&d=1']],
    ['HTTPS://Example.com and https://example.org/ñ', ['https://example.com/', 'https://example.org/%C3%B1']],
    ['javascript:alert(1) data:text/html,x //example.com', []],
    ['https://bank.example@evil.example/', []],
    ['https:// is no address', []],
  ])('has the links of %j', (text, expected) => expect(links(text)).toEqual(expected));

  it('is whole: nothing is lost or added', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(' https://a.example/x. ', 'http://', '\n', 'ñ🙂\u200f'),
    );
    const text = fc.array(part, { maxLength: 6 });
    fc.assert(
      fc.property(text, (parts) => {
        const written = parts.join('');
        expect(
          pieces(written)
            .map(({ part }) => part)
            .join(''),
        ).toBe(written);
      }),
    );
  });
});
