import { expect, it } from 'vitest';
import { phoneAddress, phoneWords } from './phone';

it.each([
  ['+12135550134', '(213) 555-0134'],
  ['+12135550134;ext=12', '(213) 555-0134 x12'],
  ['+442079460018', '+442079460018'],
  ['', ''],
])('%s is written %s', (kept, written) => {
  expect(phoneWords(kept)).toBe(written);
});

it('is called with its extension after a pause', () => {
  expect(phoneAddress('+12135550134')).toBe('tel:+12135550134');
  expect(phoneAddress('+12135550134;ext=12')).toBe('tel:+12135550134,12');
});
