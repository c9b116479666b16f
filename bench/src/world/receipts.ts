import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  agreementText,
  commitmentTo,
  FORMAT,
  hashOf,
  hashOfTime,
  type ReceiptEntry,
  type ReceiptKeys,
  signBody,
} from '@aegis/receipt';

const MINUTE_MS = 60_000;
const PIECES = 6;
const START = Date.parse('2027-03-01T18:00:00.000Z');
const moment = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();
const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`;

/** Two hours of a shift that both have signed: what most receipts are. Each of another job. */
export function receiptsOfShifts(count: number): { texts: string[]; keys: ReceiptKeys } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const signed = <Body extends object>(body: Body) => ({ body, keyId: 'bench', signature: signBody(body, privateKey) });
  const texts = Array.from({ length: count }, (_, number) => {
    const job = uuid(number);
    const entries: { body: ReceiptEntry['body'] }[] = [];
    for (const content of contentsOf(job)) {
      const last = entries.at(-1);
      const link = { format: FORMAT, job, sequence: entries.length + 1, previous: last ? hashOf(last.body) : null };
      entries.push(signed({ ...link, at: moment(130), ...content } as ReceiptEntry['body']));
    }
    const last = hashOf(entries.at(-1)?.body);
    const head = signed({ format: FORMAT, type: 'head', job, entries: entries.length, last, at: moment(131) });
    return JSON.stringify({ format: FORMAT, job, entries, head, openings: [] });
  });
  const key = { keyId: 'bench', algorithm: 'Ed25519' as const, publicKey: x, since: moment(0), until: null };
  return { texts, keys: { format: FORMAT, keys: [key] } };
}

function contentsOf(job: string): object[] {
  const time = {
    ...{ from: moment(0), until: moment(120) },
    pieces: Array.from({ length: PIECES }, (_, index) => ({
      ...{ from: moment(index * 20), until: moment(index * 20 + 20), fixes: 80 },
      kind: index % 2 === 0 ? ('present' as const) : ('unknown' as const),
    })),
  };
  const parts = { platformCents: 1000, guardCents: 4000, takenBackCents: 0, purpose: 'booking', status: 'succeeded' };
  const hours = {
    type: 'hours',
    booked: {
      ...{ from: moment(0), until: moment(120) },
      timeZone: 'UTC',
      cents: 5000,
      hourlyRateCents: 2500,
      currency: 'usd',
    },
    worked: {
      ...{ time, endedBy: 'guard', recordedMinutes: 120, recordedCents: 5000, workedMinutes: 120, billedMinutes: 120 },
      why: 'as_worked',
    },
    dueCents: 5000,
    corrections: [],
    payments: [
      { id: uuid(1), type: 'charge', cents: 5000, at: moment(121), ...parts },
      { id: uuid(2), type: 'payout', cents: 4000, at: moment(122), ...parts },
    ],
    commitments: Object.fromEntries(
      ['customer.name', 'guard.name', 'place', 'positions'].map((of) => [of, commitmentTo(of, 'x', randomBytes(32))]),
    ),
  };
  return [hours, ...(['customer', 'guard'] as const).map((party) => agreementOf(job, party, hashOfTime(time)))];
}

function agreementOf(job: string, party: 'customer' | 'guard', record: string): object {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const hours = { workedMinutes: 120, dueCents: 5000, record };
  const text = Buffer.from(agreementText({ job, party, ...hours }));
  const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return { type: 'agreement', party, ...hours, device: { algorithm: 'ES256', key: { x, y }, signature } };
}
