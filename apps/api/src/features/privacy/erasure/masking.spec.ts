import { describe, expect, it } from 'vitest';
import { maskingOf } from './masking.js';

const person = {
  email: 'kim@test.example',
  phone: '+12135550134;ext=12',
  firstName: 'Kim',
  lastName: '',
  licenseNumber: null,
};
const { related, anywhere } = maskingOf(person);

describe('what names a person', () => {
  it.each(['+12135550134', '(213) 555-0134', '213.555.0134', '1 213 555 0134', '+1 (213) 555-0134 x12'])(
    'is found in "call %s" however the number was written',
    (number) => {
      expect(anywhere.mask(`call ${number}`)).not.toContain('0134');
      expect(anywhere.mask(`call ${number}`)).toMatch(/^call \[erased\]/);
    },
  );

  it('is no part of a longer number', () => {
    const text = 'order 92135550134, 21355501349';
    expect(anywhere.mask(text)).toBe(text);
  });

  it('is their one name, and not the empty one', () => {
    expect(related.mask('Ask Kim at the gate')).toBe('Ask [erased] at the gate');
    expect(related.mask('Kimchi at the gate')).toBe('Kimchi at the gate');
  });
});
