import { describe, expect, it } from 'vitest';
import { csvOf } from './csv';

describe('a list as CSV', () => {
  it('quotes what would break a line or a cell', () => {
    expect(csvOf(['name', 'note'], [['Smith, "Al"', 'two\nlines']])).toBe(
      'name,note\r\n"Smith, ""Al""","two\nlines"\r\n',
    );
  });

  it('leaves nothing that a spreadsheet would run', () => {
    expect(csvOf(['title'], [['=HYPERLINK("http://x")'], ['-2+3'], ['@SUM(A1)']])).toBe(
      `title\r\n"'=HYPERLINK(""http://x"")"\r\n'-2+3\r\n'@SUM(A1)\r\n`,
    );
  });

  it('keeps numbers as numbers and nothing as nothing', () => {
    expect(csvOf(['cents', 'at'], [[-250, null]])).toBe('cents,at\r\n-250,\r\n');
  });
});
