import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP password storage cheat sheet, argon2id: 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** How a hash of these parameters begins. */
const CURRENT_PREFIX = `$argon2id$v=19$m=${ARGON2ID.memoryCost},t=${ARGON2ID.timeCost},p=${ARGON2ID.parallelism}$`;

/** Hash of a password nobody knows, so that an unknown account takes as long to refuse as a wrong password. */
const UNKNOWN_ACCOUNT = hash('no account has this password', ARGON2ID);

@Injectable()
export class Passwords {
  hash(password: string): Promise<string> {
    return hash(password, ARGON2ID);
  }

  /** `stored` null: the account is unknown; takes the same time and says no. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const isHash = stored?.startsWith('$argon2') ?? false;
    const matches = await verify(isHash && stored ? stored : await UNKNOWN_ACCOUNT, password);
    return isHash && matches;
  }

  /** True when `stored` was made with other parameters than today's: it is made anew at the next sign-in. */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(CURRENT_PREFIX);
  }
}
