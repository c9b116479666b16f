import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { presentPassword, secondFactorCode, signedIn } from './identity.js';
import { id, instant, text } from './primitives.js';

/** Base64 for addresses, as WebAuthn writes bytes in JSON. */
const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+$/, 'is not base64url');

const type = z.literal('public-key');
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);
const credential = z.object({ id: z.string(), type, transports: z.array(transport).optional() });

/** What `navigator.credentials.create` takes, as JSON. */
const creation = z
  .object({
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ alg: z.int(), type })),
    timeout: z.int(),
    excludeCredentials: z.array(credential),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.boolean(),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
  })
  .meta({ id: 'PasskeyCreation' });

/** What `navigator.credentials.get` takes, as JSON. Nobody is named: the device offers those that it has for this site. */
const question = z
  .object({ challenge: z.string(), timeout: z.int(), rpId: z.string(), userVerification: z.literal('required') })
  .meta({ id: 'PasskeyQuestion' });

/** What browsers add to it is taken and not read. */
const answerOf = <Response extends z.ZodType>(response: Response) =>
  z.object({ id: bytes(1400), rawId: bytes(1400), type, response });

const created = answerOf(
  z.object({
    clientDataJSON: bytes(4000),
    attestationObject: bytes(20_000),
    transports: z.array(z.string().max(32)).max(10).default([]),
  }),
);

const proved = answerOf(
  z.object({
    clientDataJSON: bytes(4000),
    authenticatorData: bytes(4000),
    signature: bytes(2000),
    userHandle: bytes(200),
  }),
);

const name = text(60);

const passkey = z
  .object({
    id,
    name: z.string(),
    createdAt: instant,
    lastUsedAt: instant.nullable(),
    /** Kept by its owner's account at the maker of the device, so that it is not lost with the device. */
    isBackedUp: z.boolean(),
  })
  .meta({ id: 'Passkey' });

/** What is changed of the ways into an account is changed by who shows the ones there are. */
const proof = { password: presentPassword, code: secondFactorCode.optional() };

export const passkeys = {
  list: endpoint({
    method: 'GET',
    path: '/auth/passkeys',
    access: 'signed-in',
    summary: 'My passkeys, oldest first',
    answer: z.object({ items: z.array(passkey), nextCursor: z.string().nullable() }),
  }),
  offer: endpoint({
    method: 'POST',
    path: '/auth/passkeys/offer',
    access: 'signed-in',
    summary:
      'A challenge for a device that makes a passkey, for five minutes; with my password, and the code of my second factor',
    body: z.strictObject(proof),
    answer: z.object({ challengeId: id, options: creation }),
    status: 201,
  }),
  add: endpoint({
    method: 'POST',
    path: '/auth/passkeys',
    access: 'signed-in',
    summary: 'Add the passkey that the device has made; told by mail',
    body: z.strictObject({ challengeId: id, name, response: created }),
    answer: passkey,
    status: 201,
  }),
  rename: endpoint({
    method: 'PATCH',
    path: '/auth/passkeys/:id',
    access: 'signed-in',
    summary: 'Call a passkey otherwise',
    params: z.strictObject({ id }),
    body: z.strictObject({ name }),
    answer: passkey,
  }),
  remove: endpoint({
    method: 'POST',
    path: '/auth/passkeys/:id/remove',
    access: 'signed-in',
    summary:
      'Remove a passkey, with my password, and the code of my second factor; signs out everywhere else, told by mail',
    params: z.strictObject({ id }),
    body: z.strictObject(proof),
  }),
  challenge: endpoint({
    method: 'POST',
    path: '/auth/passkeys/challenge',
    access: 'anyone',
    summary: 'A challenge to sign in with a passkey, for five minutes',
    answer: z.object({ challengeId: id, options: question }),
    status: 201,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/auth/passkeys/sign-in',
    access: 'anyone',
    summary: 'Sign in with a passkey: no password and no code is asked for besides',
    body: z.strictObject({ challengeId: id, response: proved }),
    answer: signedIn,
  }),
};
