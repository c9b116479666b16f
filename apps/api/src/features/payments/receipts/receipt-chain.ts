import { Injectable } from '@nestjs/common';
import { canonical, FORMAT, hashOf, type ReceiptEntry, receiptEntry } from '@aegis/receipt';
import { Platform } from '../../../platform/platform.js';
import { ReceiptSigner } from './receipt-signer.js';
import { type EntryRow, ReceiptsRepository } from './receipts.repository.js';

type Body = ReceiptEntry['body'];
type HoursContent = Omit<Extract<Body, { type: 'hours' }>, keyof Link>;
type AgreementContent = Omit<Extract<Body, { type: 'agreement' }>, keyof Link>;
type Link = Pick<Body, 'format' | 'job' | 'sequence' | 'previous' | 'at'>;

/** The entries of a job's receipt, one after the other. While the job's row is held: nobody else adds one. */
@Injectable()
export class ReceiptChain {
  constructor(
    private readonly repository: ReceiptsRepository,
    private readonly signer: ReceiptSigner,
    private readonly platform: Platform,
  ) {}

  async of(jobId: string): Promise<ReceiptEntry[]> {
    return (await this.repository.entriesOf(jobId)).map(entryOf);
  }

  async append(
    jobId: string,
    chain: readonly ReceiptEntry[],
    content: HoursContent | AgreementContent,
  ): Promise<ReceiptEntry> {
    const createdAt = this.platform.clock.now();
    const last = chain.at(-1);
    const previous = last ? hashOf(last.body) : null;
    const link = {
      format: FORMAT,
      job: jobId,
      sequence: chain.length + 1,
      previous,
      at: createdAt.toISOString(),
    } as const;
    const body: Body = { ...link, ...content };
    const { keyId, signature } = await this.signer.sign(body);
    await this.repository.append({
      ...{ id: this.platform.ids.next(), jobId, sequence: link.sequence, kind: body.type, keyId, createdAt },
      party: body.type === 'agreement' ? body.party : null,
      body: canonical(body),
      hash: Buffer.from(hashOf(body), 'base64url'),
      previousHash: previous === null ? null : Buffer.from(previous, 'base64url'),
      signature: Buffer.from(signature, 'base64url'),
    });
    return { body, keyId, signature };
  }
}

const entryOf = ({ body, keyId, signature }: EntryRow): ReceiptEntry =>
  receiptEntry.parse({ body: JSON.parse(body) as unknown, keyId, signature: signature.toString('base64url') });
