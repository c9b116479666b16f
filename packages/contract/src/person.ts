import { z } from 'zod';
import { asTyped } from './primitives.js';

/** Fillers that Unicode counts as letters and nobody sees are not what a name is made of. */
const VISIBLE_LETTER = /(?!\p{Default_Ignorable_Code_Point})\p{L}/u;
/** Controls, lines, private and unassigned characters, and whatever turns the direction of what stands beside a name. */
const NOT_IN_A_NAME = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** What cannot be seen joins letters of some scripts, or picks the form of one: never alone. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const JOINED = /(?<=[\p{L}\p{M}])[\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

const isNoTrick = (name: string): boolean =>
  !NOT_IN_A_NAME.test(name) && (name.match(INVISIBLE)?.length ?? 0) === (name.match(JOINED)?.length ?? 0);

/**
 * A name in any script, with combining marks, apostrophes, hyphens and dots as it is written; in the composed form, so that two
 * ways to type it are one name.
 */
export const personName = asTyped(80)
  .transform((name) => name.normalize('NFC'))
  .pipe(
    z
      .string()
      .max(80)
      .refine((name) => VISIBLE_LETTER.test(name), 'a name has at least one letter')
      .refine(isNoTrick, 'must not contain invisible characters'),
  );

/** What is printed beside names: of a company, or a reference in somebody's books. Digits alone will do. */
export const lineOfText = (max: number) => asTyped(max).refine(isNoTrick, 'must not contain invisible characters');

/** Of who has one name, the other one. */
export const noName = z.string().trim().length(0);

/** The domain as mail servers know it: an international one in its ASCII form, all of it in lower case. */
function canonicalAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  // What a URL would read as something else than a host stays as it is, and is refused as no address.
  if (at < 1 || /[\s/\\?#:@%[\]]/.test(domain) || !URL.canParse(`http://${domain}`)) return address;
  return `${address.slice(0, at)}@${new URL(`http://${domain}`).hostname}`;
}

/** zod's own, which knows no top-level domain in the ASCII form of another script. */
const ADDRESS = /^(?!\.)(?!.*\.\.)([\w'+\-.]*)[\w+-]@([A-Za-z0-9][A-Za-z0-9-]*\.)+([A-Za-z]{2,}|xn--[A-Za-z0-9-]{2,})$/;

/** An e-mail address in one form, whichever way its domain was typed. */
export const email = z
  .string()
  .trim()
  .max(254)
  .transform(canonicalAddress)
  .pipe(z.email({ pattern: ADDRESS }).max(254));
