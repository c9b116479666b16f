import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP password storage cheat sheet, argon2id: 19 MiB, two passes, one lane. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of a password nobody knows, so that an unknown account takes as long to refuse as a wrong password. */
const UNKNOWN_ACCOUNT = hash('no account has this password', ARGON2ID);

@Injectable()
export class Passwords {
  hash(password: string): Promise<string> {
    return hash(password, ARGON2ID);
  }

  /** `stored` null: the account is unknown; takes the same time and says no. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const matches = await verify(stored ?? (await UNKNOWN_ACCOUNT), password);
    return stored !== null && matches;
  }
}
