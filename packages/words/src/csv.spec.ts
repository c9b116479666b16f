import { describe, expect, it } from 'vitest';
import { csvLine, csvOf } from './csv.js';

describe('a list as CSV', () => {
  it('quotes what would break a line or a cell', () => {
    expect(csvOf(['name', 'note'], [['Smith, "Al"', 'two\nlines']])).toBe(
      'name,note\r\n"Smith, ""Al""","two\nlines"\r\n',
    );
  });

  it.each(['=1+1', '+1 213 555 0134', '-2+3', '-A1', '-', '@SUM(A1)', '\t=1', '＝1+1', '＋1', '－A1', '＠A1'])(
    'leaves nothing that a spreadsheet would run: %j',
    (typed) => expect(csvLine([typed])).toBe(`'${typed}`),
  );

  it('nor where the cell is quoted for what else is in it', () => {
    expect(csvLine(['=HYPERLINK("http://x")', '\n=1', '\r=1'])).toBe(`"'=HYPERLINK(""http://x"")","'\n=1","'\r=1"`);
  });

  it('keeps amounts, also those below nothing, and nothing as nothing', () => {
    expect(csvLine([-250, '-12.50', '-3', 0, '20.00', null, ''])).toBe('-250,-12.50,-3,0,20.00,,');
  });

  it('leaves alone what has such a sign further on', () => {
    expect(csvLine(['a=b', 'kim@example.com', '2026-11-28', ' =1'])).toBe('a=b,kim@example.com,2026-11-28, =1');
  });
});
