import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { identityErrors } from '../identity.errors.js';

/** What a new password must not be made of. */
interface Owner {
  email: string;
  firstName: string;
  lastName: string;
}

/** Of five: 3 takes more than a hundred million guesses, which neither the lock-out nor argon2id would live through. */
const LEAST_SCORE = 3;
/** The work grows faster than the length: what is hard to guess is so by its beginning. 200 ms at the worst. */
const LOOKED_AT = 32;
/** Characters beside words of the person's own and of this market. */
const LEAST_OF_ITS_OWN = 6;
/** Words of this market, which are tried first by whoever aims at it. */
const OUR_WORDS = ['aegis', 'guard', 'security', 'customer', 'license', 'patrol'];

const guesses = ((): (() => ZxcvbnFactory) => {
  let made: ZxcvbnFactory | undefined;
  // 49,000 passwords that have leaked, in 30 ms. Words and names of a language would take ten times as long, of the event loop.
  return () =>
    (made ??= new ZxcvbnFactory({
      graphs: adjacencyGraphs,
      maxLength: LOOKED_AT,
      dictionary: { leaked: common['passwords-common'] },
    }));
})();

/** @throws 422 `password_guessable` for one that is common, made of the person's own words, or of a pattern. */
export function refuseGuessable(password: string, { email, firstName, lastName }: Owner): void {
  const own = [email, ...email.split(/[@.+_-]/), firstName, lastName, ...OUR_WORDS].filter((word) => word.length > 2);
  const isWeak = guesses().check(password.slice(0, LOOKED_AT), own).score < LEAST_SCORE;
  if (isWeak || without(password, own).length < LEAST_OF_ITS_OWN) throw identityErrors.problem('password_guessable');
}

/** What is left of it: several words of one's own are more guesses, and still no secret. */
const without = (password: string, words: readonly string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word.toLowerCase(), ''), password.toLowerCase());
