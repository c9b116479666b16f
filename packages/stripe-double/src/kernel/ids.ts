import { createHash } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LONG = 24;
const SHORT = 14;

/** Customers, requests and accounts have short ids at Stripe; everything else has 24 characters. */
const LENGTHS: Readonly<Record<string, number>> = { cus: SHORT, req: SHORT, acct: 16 };

/**
 * Ids that look like Stripe's. Each is a hash of the seed and a number that only grows and is kept with the state, so
 * the same run gives the same ids and a restart never gives one twice.
 */
export class Ids {
  constructor(
    private readonly seed: number,
    private readonly nextNumber: () => number,
  ) {}

  /** `next('pi')` is like `pi_3Q7f…`. */
  next(prefix: string): string {
    return `${prefix}_${this.letters(LENGTHS[prefix] ?? LONG)}`;
  }

  clientSecret(id: string): string {
    return `${id}_secret_${this.letters(25)}`;
  }

  letters(count: number): string {
    const digest = createHash('sha256').update(`${this.seed}:${this.nextNumber()}`).digest();
    return Array.from({ length: count }, (_, index) => ALPHABET[(digest[index % digest.length] ?? 0) % 62]).join('');
  }
}
