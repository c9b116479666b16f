import { describe, expect, it } from 'vitest';
import { maskingOf } from './masking.js';

const person = {
  email: 'kim@test.example',
  phone: '+12135550134;ext=12',
  firstName: 'Kim',
  lastName: '',
  licenseNumber: null,
};
const masking = maskingOf(person);

describe('what names a person', () => {
  it.each(['+12135550134', '(213) 555-0134', '213.555.0134', '1 213 555 0134', '+1 (213) 555-0134 x12'])(
    'is found in "call %s" however the number was written',
    (number) => {
      expect(masking.mask(`call ${number}`)).not.toContain('0134');
      expect(masking.mask(`call ${number}`)).toMatch(/^call \[erased\]/);
    },
  );

  it('is no part of a longer number', () => {
    const text = 'order 92135550134, 21355501349';
    expect(masking.mask(text)).toBe(text);
  });

  it('is their one name, and not the empty one', () => {
    expect(masking.mask('Ask Kim at the gate')).toBe('Ask [erased] at the gate');
    expect(masking.mask('Kimchi at the gate')).toBe('Kimchi at the gate');
  });

  it('is a single name only as a name is written', () => {
    const will = maskingOf({ ...person, firstName: 'Will', lastName: 'Lee' });
    expect(will.mask('will call WILL or Will, on the lee side; not will lee')).toBe(
      'will call [erased] or [erased], on the lee side; not [erased]',
    );
  });

  it('is looked for in what people write alone, of an object', () => {
    const details = { reason: 'Kim was ill', at: '2026-12-03T10:00:00Z', actor: 'Kim' };
    expect(masking.mask(details, ['reason'])).toEqual({ ...details, reason: '[erased] was ill' });
  });

  it('is nothing where there is nothing', () => {
    const nobody = maskingOf({ email: '', phone: null, firstName: '', lastName: '', licenseNumber: null });
    expect(nobody.mask('any text')).toBe('any text');
    expect(nobody.likePatterns).toEqual([]);
  });
});
