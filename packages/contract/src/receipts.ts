import { deviceSignature, receiptKeys, receiptParty } from '@aegis/receipt/format';
import { z } from 'zod';
import { endpoint, file } from './endpoint.js';
import { cents, id, instant } from './primitives.js';

/** The hours that a device is asked to sign, with the hash of the record of the time (packages/receipt). */
const hoursToSign = z.object({ workedMinutes: z.int(), dueCents: cents, record: z.string() });

export const signedReceipt = z
  .object({
    /** Signed by the platform so far. */
    entries: z.int(),
    /** Who has agreed to which hours with a key of their device, oldest first. */
    agreements: z.array(
      z.object({
        party: receiptParty,
        workedMinutes: z.int(),
        dueCents: cents,
        at: instant,
        /** Whether these are the hours that count. */
        isToWhatCounts: z.boolean(),
      }),
    ),
    /** What whoever asks has not signed yet; null when there is nothing to sign for them, or other hours are asked for. */
    toSign: hoursToSign.nullable(),
  })
  .meta({ id: 'SignedReceipt' });
export type SignedReceipt = z.output<typeof signedReceipt>;

const ofJob = z.strictObject({ id });

export const receipts = {
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/signed-receipt',
    access: 'signed-in',
    summary: 'How far the signed receipt of a job is, and what is still to be signed',
    params: ofJob,
    answer: signedReceipt,
  }),
  file: endpoint({
    method: 'GET',
    path: '/jobs/:id/signed-receipt.json',
    access: 'signed-in',
    summary: 'The signed receipt of a job, to keep: `npm run receipt -- verify FILE` checks it',
    params: ofJob,
    answer: file,
    fileTypes: ['application/json'],
  }),
  agree: endpoint({
    method: 'POST',
    path: '/jobs/:id/signed-receipt/agreements',
    access: ['customer', 'guard'],
    summary: 'Agree to the hours that count, signed by a key of the device',
    params: ofJob,
    body: z.strictObject({ ...hoursToSign.shape, device: deviceSignature }),
    answer: signedReceipt,
    status: 201,
    idempotent: true,
  }),
  keys: endpoint({
    method: 'GET',
    path: '/.well-known/aegis-receipts.json',
    absolute: true,
    access: 'anyone',
    summary: 'The public keys that receipts are signed with',
    answer: receiptKeys,
  }),
};
