import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { commitmentTo, type Opening, type ReceiptEntry } from '@aegis/receipt';
import { Platform } from '../../../platform/platform.js';
import type { Personal } from './receipt-facts.js';
import { ReceiptsRepository, type SaltRow } from './receipts.repository.js';

const SALT_BYTES = 32;

/** What receipts commit to without telling it; the salts that show it go with the person they are about. */
@Injectable()
export class SaltedCommitments {
  constructor(
    private readonly repository: ReceiptsRepository,
    private readonly platform: Platform,
  ) {}

  /**
   * To each of these by its label: the one there is while it still says the same. What is not known (any more), or whose salt is
   * erased, stays as it was committed to in `before`.
   */
  async to(
    jobId: string,
    personal: readonly Personal[],
    before: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    const salts = await this.repository.saltsOf(jobId);
    const commitments: Record<string, string> = { ...before };
    const made: (SaltRow & { id: string })[] = [];
    for (const one of personal) {
      const ofLabel = salts.filter(({ label }) => label === one.label);
      const isErased = ofLabel.length === 0 && before[one.label] !== undefined;
      if (isErased) continue;
      const same = ofLabel.find((salt) => isTo(one, salt));
      const known = same ?? { id: this.platform.ids.next(), ...saltOf(one) };
      if ('id' in known) made.push(known);
      commitments[one.label] = known.commitment.toString('base64url');
    }
    await this.repository.addSalts(jobId, made);
    return commitments;
  }

  /** What can be shown now of what these entries commit to. */
  async openings(jobId: string, personal: readonly Personal[], entries: readonly ReceiptEntry[]): Promise<Opening[]> {
    const salts = await this.repository.saltsOf(jobId);
    const committed = new Set(
      entries.flatMap(({ body }) => (body.type === 'hours' ? Object.values(body.commitments) : [])),
    );
    return personal.flatMap((one) => {
      const salt = salts.find((row) => row.label === one.label && isTo(one, row));
      const commitment = salt?.commitment.toString('base64url');
      if (!salt || commitment === undefined || !committed.has(commitment)) return [];
      const value = one.value as Opening['value'];
      return [{ of: one.label, commitment, salt: salt.salt.toString('base64url'), value }];
    });
  }
}

function saltOf({ label, personId, value }: Personal): SaltRow {
  const salt = randomBytes(SALT_BYTES);
  return { label, personId, salt, commitment: Buffer.from(commitmentTo(label, value, salt), 'base64url') };
}

const isTo = ({ label, value }: Personal, { salt, commitment }: SaltRow): boolean =>
  commitmentTo(label, value, salt) === commitment.toString('base64url');
