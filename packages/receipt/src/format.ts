import { z } from 'zod';
import { FORMAT } from './canonical.js';

/** 32 bytes as base64url: a hash, a salt, a commitment, a coordinate of a point. */
const bytes32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** 64 bytes as base64url: a signature of Ed25519, or of ECDSA over P-256 as r and s. */
const bytes64 = z.string().regex(/^[A-Za-z0-9_-]{86}$/);
const id = z.uuid();
const moment = z.iso.datetime();
const cents = z.int();
const minutes = z.int().min(0);
export const receiptParty = z.enum(['customer', 'guard']);
export type ReceiptParty = z.output<typeof receiptParty>;

const link = {
  format: z.literal(FORMAT),
  job: id,
  /** From 1, without a gap. */
  sequence: z.int().min(1),
  /** The hash of the entry before; null of the first. */
  previous: bytes32.nullable(),
  at: moment,
};

const piece = z.strictObject({
  from: moment,
  until: moment,
  kind: z.enum(['present', 'unknown', 'away', 'break']),
  fixes: z.int().min(0),
});

/** The record of the time, made when the job ended. It does not change. */
export const recordedTime = z.strictObject({ from: moment, until: moment, pieces: z.array(piece) });
export type RecordedTime = z.output<typeof recordedTime>;

const worked = z.strictObject({
  time: recordedTime,
  endedBy: z.enum(['guard', 'clock', 'admin']),
  recordedMinutes: minutes,
  recordedCents: cents,
  /** What counts now, after corrections, and what of it is charged for. */
  workedMinutes: minutes,
  billedMinutes: minutes,
  why: z.enum(['as_worked', 'rounded', 'first_hour', 'booked_price']),
});

const correction = z.strictObject({
  id,
  kind: z.enum(['minutes', 'break', 'beyond_end']),
  outcome: z.enum(['asked', 'to_decide', 'agreed', 'decided', 'withdrawn']),
  askedBy: z.enum(['customer', 'guard', 'admin']),
  fromMinutes: minutes,
  toMinutes: minutes,
  fromCents: cents,
  toCents: cents,
  askedAt: moment,
  closedAt: moment.nullable(),
  decidedMinutes: minutes.nullable(),
  decidedCents: cents.nullable(),
});

const payment = z.strictObject({
  id,
  type: z.enum(['charge', 'payout', 'refund']),
  purpose: z.string(),
  status: z.string(),
  cents,
  platformCents: cents,
  guardCents: cents,
  /** Of a refund: what was taken back of the guard's part. */
  takenBackCents: cents,
  at: moment,
});

/** What was worked and paid, as it stands after something has changed. */
export const hoursBody = z.strictObject({
  ...link,
  type: z.literal('hours'),
  booked: z.strictObject({
    from: moment,
    until: moment,
    timeZone: z.string(),
    cents,
    hourlyRateCents: cents,
    currency: z.literal('usd'),
  }),
  /** Null of a job that was cancelled. */
  worked: worked.nullable(),
  dueCents: cents,
  corrections: z.array(correction),
  payments: z.array(payment),
  /** HMAC-SHA-256 with a salt each, by what they are of: names, texts, places and positions are nowhere else. */
  commitments: z.record(z.string(), bytes32),
});
export type HoursBody = z.output<typeof hoursBody>;

export const deviceSignature = z.strictObject({
  /** ECDSA over P-256 with SHA-256. */
  algorithm: z.literal('ES256'),
  key: z.strictObject({ x: bytes32, y: bytes32 }),
  signature: bytes64,
});
export type DeviceSignature = z.output<typeof deviceSignature>;

/** A party has agreed to hours; their device has signed it, and the platform that it was signed in as theirs. */
export const agreementBody = z.strictObject({
  ...link,
  type: z.literal('agreement'),
  party: receiptParty,
  workedMinutes: minutes,
  dueCents: cents,
  record: bytes32,
  device: deviceSignature,
});
export type AgreementBody = z.output<typeof agreementBody>;

/** How many entries there were when the file was made, and the hash of the last: none can be left out at the end. */
export const headBody = z.strictObject({
  format: z.literal(FORMAT),
  type: z.literal('head'),
  job: id,
  entries: z.int().min(1),
  last: bytes32,
  at: moment,
});

const signed = <Body extends z.ZodType>(body: Body) =>
  z.strictObject({ body, keyId: z.string().min(1).max(64), signature: bytes64 });

export const receiptEntry = signed(z.discriminatedUnion('type', [hoursBody, agreementBody]));
export type ReceiptEntry = z.output<typeof receiptEntry>;

/** What a commitment is of, with the salt that shows it. Not signed: it proves itself, and goes with the person. */
export const opening = z.strictObject({ of: z.string(), commitment: bytes32, salt: bytes32, value: z.json() });
export type Opening = z.output<typeof opening>;

export const receiptFile = z.strictObject({
  format: z.literal(FORMAT),
  job: id,
  entries: z.array(receiptEntry).min(1),
  head: signed(headBody),
  openings: z.array(opening),
});
export type ReceiptFile = z.output<typeof receiptFile>;

/** What `/.well-known/aegis-receipts.json` answers: the raw public keys of Ed25519, the one that signs first. */
export const receiptKeys = z.object({
  format: z.literal(FORMAT),
  keys: z.array(
    z.object({
      keyId: z.string(),
      algorithm: z.literal('Ed25519'),
      publicKey: bytes32,
      since: moment,
      /** Nothing is signed with it after that. */
      until: moment.nullable(),
    }),
  ),
});
export type ReceiptKeys = z.output<typeof receiptKeys>;
