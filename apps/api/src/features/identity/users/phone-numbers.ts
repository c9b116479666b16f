import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { httpErrors } from '../../../platform/http/http.errors.js';

/** Of a number that names no country. */
const HOME = 'US';
const LONGEST_EXTENSION = 7;

/**
 * A number as people write it, in E.164 with its extension behind it: `+12135550134;ext=12` (RFC 3966 without `tel:`).
 * Only its length is held against its country's plan: newer ranges than the library knows must not be refused.
 * @throws 400 `invalid_request` naming the field when it is no number that could be called
 */
export function canonicalPhone(typed: string, field = 'phone'): string {
  const number = parsePhoneNumberFromString(typed, { defaultCountry: HOME, extract: false });
  const extension = number?.ext ?? '';
  if (!number?.isPossible() || extension.length > LONGEST_EXTENSION)
    throw httpErrors.problem('invalid_request', {
      errors: [
        { path: `body.${field}`, message: 'a phone number with its area code, as (213) 555-0134 or +44 20 7946 0018' },
      ],
    });
  return number.number + (extension === '' ? '' : `;ext=${extension}`);
}

const HOME_CODE = '1';
const HOME_DIGITS = 10;
const FEWEST_DIGITS = 3;
const WRITTEN = /^\+?[\d\s().-]+$/;

/** What the canonical number begins with when somebody has typed the beginning of one; null: no number is meant. */
export function phoneBeginning(typed: string): string | null {
  const digits = typed.replace(/\D/g, '');
  if (!WRITTEN.test(typed.trim()) || digits.length < FEWEST_DIGITS) return null;
  const namesCountry = typed.trim().startsWith('+') || digits.length > HOME_DIGITS;
  return `+${namesCountry ? '' : HOME_CODE}${digits}`;
}

/** What is dialled of a number as it is kept: without its extension. */
export const dialled = (phone: string): string => phone.replace(/;ext=.*$/, '');
