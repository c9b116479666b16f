import { hash, randomBytes } from 'node:crypto';

/** 256 bits: not to be guessed, so that a plain hash (no salt, no stretching) is enough to store it. */
const TOKEN_BYTES = 32;

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored in the place of a token, or of a request to be compared: SHA-256, 32 bytes. */
export const sha256 = (value: string): Buffer => hash('sha256', value, 'buffer');
