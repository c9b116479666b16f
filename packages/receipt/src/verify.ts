import { type KeyObject, hash } from 'node:crypto';
import { canonical } from './canonical.js';
import {
  type AgreementBody,
  type HoursBody,
  type ReceiptEntry,
  type ReceiptFile,
  type ReceiptKeys,
  receiptFile,
  receiptKeys,
} from './format.js';
import { RefusedReceipt } from './refusal.js';
import { commitmentTo, hashOfTime, isSignedBy, isSignedByDevice, platformKey } from './signing.js';

export interface CheckedReceipt {
  job: string;
  entries: number;
  /** When the file was made: what came later is not in it. */
  completeUntil: string;
  /** As it stood last; null when there are agreements only. */
  hours: HoursBody | null;
  /** The last of each party, and whether it is to the hours that count. */
  agreements: { body: AgreementBody; isToWhatCounts: boolean }[];
  /** What is shown of names, texts and places, and what nobody can show from this file. */
  shown: { of: string; value: unknown }[];
  sealed: string[];
}

/** Checks receipts against the public keys of the platform. It asks nobody else. */
export class ReceiptChecker {
  private readonly keys: ReadonlyMap<string, { key: KeyObject; until: string | null }>;

  /** @throws RefusedReceipt when they are not keys of receipts */
  constructor(published: ReceiptKeys) {
    const read = receiptKeys.safeParse(published);
    if (!read.success) throw new RefusedReceipt((words) => words('proof.refused.keys'));
    this.keys = new Map(
      read.data.keys.map(({ keyId, publicKey, until }) => [keyId, { key: platformKey(publicKey), until }]),
    );
  }

  /** @throws RefusedReceipt with the reason */
  check(content: string): CheckedReceipt {
    const file = readFile(content);
    const texts = file.entries.map((entry, index) => this.signedText(entry, String(index + 1)));
    const hashes = texts.map((text) => hash('sha256', text, 'base64url'));
    refuseBrokenChain(file, hashes);
    this.refuseOtherHead(file, hashes);
    const agreements = file.entries.flatMap(({ body }) => (body.type === 'agreement' ? [body] : []));
    for (const agreement of agreements) refuseForgedAgreement(agreement);
    const shown = file.openings.map((one) => openedOf(one, file.entries));
    const hours = lastHours(file.entries);
    const record = hours?.worked ? hashOfTime(hours.worked.time) : null;
    return {
      job: file.job,
      entries: file.entries.length,
      completeUntil: file.head.body.at,
      hours,
      agreements: lastOfEach(agreements).map((body) => ({ body, isToWhatCounts: isToWhatCounts(body, hours, record) })),
      shown: shown.map(({ of, value }) => ({ of, value })),
      sealed: sealedOf(hours, shown),
    };
  }

  /** @param entry its place in the file, or `head` */
  private signedText(signed: { body: { at: string }; keyId: string; signature: string }, entry: string): string {
    const { keyId: key } = signed;
    const known = this.keys.get(key);
    if (!known) throw new RefusedReceipt((words) => words('proof.refused.strangeKey', { entry, key }));
    const text = canonical(signed.body);
    if (!isSignedBy(text, signed.signature, known.key))
      throw new RefusedReceipt((words) => words('proof.refused.changed', { entry }));
    if (known.until !== null && signed.body.at > known.until)
      throw new RefusedReceipt((words) => words('proof.refused.retired', { entry, key }));
    return text;
  }

  private refuseOtherHead({ job, head, entries }: ReceiptFile, hashes: readonly string[]): void {
    this.signedText(head, 'head');
    if (head.body.job !== job) throw new RefusedReceipt((words) => words('proof.refused.otherHead'));
    if (head.body.entries !== entries.length || head.body.last !== hashes.at(-1))
      throw new RefusedReceipt((words) =>
        words('proof.refused.cut', { before: head.body.entries, here: entries.length }),
      );
  }
}

function readFile(content: string): ReceiptFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw new RefusedReceipt((words) => words('proof.refused.notWhole'));
  }
  const { data, error } = receiptFile.safeParse(parsed);
  if (data) return data;
  const { path = [], message: what = '' } = error.issues[0] ?? {};
  const where = path.join('.');
  throw new RefusedReceipt((words) => words('proof.refused.notReceipt', { where, what }).replaceAll('  ', ' '));
}

/** Each entry names its place, its job and the hash of the one before. */
function refuseBrokenChain({ job, entries }: ReceiptFile, hashes: readonly string[]): void {
  for (const [index, { body }] of entries.entries()) {
    const entry = index + 1;
    if (body.job !== job) throw new RefusedReceipt((words) => words('proof.refused.otherJob', { entry }));
    if (body.sequence !== index + 1)
      throw new RefusedReceipt((words) => words('proof.refused.order', { place: entry, number: body.sequence }));
    if (body.previous !== (hashes[index - 1] ?? null))
      throw new RefusedReceipt((words) => words('proof.refused.chain', { entry }));
  }
}

function refuseForgedAgreement(body: AgreementBody): void {
  if (!isSignedByDevice(body, body.device))
    throw new RefusedReceipt((words) => words('proof.refused.device', { party: body.party }));
}

function openedOf(
  one: ReceiptFile['openings'][number],
  entries: readonly ReceiptEntry[],
): ReceiptFile['openings'][number] {
  const isCommittedTo = entries.some(
    ({ body }) => body.type === 'hours' && body.commitments[one.of] === one.commitment,
  );
  if (!isCommittedTo || commitmentTo(one.of, one.value, Buffer.from(one.salt, 'base64url')) !== one.commitment)
    throw new RefusedReceipt((words) => words('proof.refused.opening', { of: one.of }));
  return one;
}

const lastHours = (entries: readonly ReceiptEntry[]): HoursBody | null =>
  entries.flatMap(({ body }) => (body.type === 'hours' ? [body] : [])).at(-1) ?? null;

const lastOfEach = (agreements: readonly AgreementBody[]): AgreementBody[] =>
  (['customer', 'guard'] as const).flatMap((party) => {
    const last = agreements.filter((one) => one.party === party).at(-1);
    return last ? [last] : [];
  });

/** @param record the hash of the time that counts */
const isToWhatCounts = (agreed: AgreementBody, hours: HoursBody | null, record: string | null): boolean =>
  agreed.record === record &&
  agreed.workedMinutes === hours?.worked?.workedMinutes &&
  agreed.dueCents === hours.dueCents;

const sealedOf = (hours: HoursBody | null, shown: readonly ReceiptFile['openings'][number][]): string[] =>
  Object.entries(hours?.commitments ?? {}).flatMap(([of, commitment]) =>
    shown.some((one) => one.commitment === commitment) ? [] : [of],
  );
