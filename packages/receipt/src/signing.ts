import { createHmac, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { agreementText, type AgreedHours, canonical } from './canonical.js';
import type { DeviceSignature, RecordedTime } from './format.js';

/** SHA-256 of the canonical form, base64url. */
export const hashOf = (value: unknown): string => hash('sha256', canonical(value), 'base64url');

/** What a party agrees to beside the sums: the whole of the recorded time. */
export const hashOfTime = (time: RecordedTime): string => hashOf(time);

/** HMAC-SHA-256, keyed with 32 random bytes: without the salt nothing can be guessed from it, however few values there are. */
export const commitmentTo = (of: string, value: unknown, salt: Buffer): string =>
  createHmac('sha256', salt).update(canonical({ of, value })).digest('base64url');

export const signBody = (body: unknown, key: KeyObject): string =>
  sign(null, Buffer.from(canonical(body)), key).toString('base64url');

export const isSignedBy = (text: string, signature: string, key: KeyObject): boolean =>
  verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));

export const platformKey = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });

/** False too when the key is no point of the curve. */
export function isSignedByDevice(hours: AgreedHours, { key: { x, y }, signature }: DeviceSignature): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const text = Buffer.from(agreementText(hours));
    return verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
