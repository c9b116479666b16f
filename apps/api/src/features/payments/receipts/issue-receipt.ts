import { Injectable, type OnModuleInit } from '@nestjs/common';
import { canonical, type HoursBody, type ReceiptEntry } from '@aegis/receipt';
import { Platform } from '../../../platform/platform.js';
import { RECEIPT_DUE } from '../payments.events.js';
import { hasEnded } from '../rows/amounts.js';
import { SaltedCommitments } from './commitments.js';
import { type Facts, ReceiptFacts } from './receipt-facts.js';
import { ReceiptChain } from './receipt-chain.js';

/** Adds an entry to the receipt of a job whenever what it tells has changed: when money has come to rest, and when it is read. */
@Injectable()
export class IssueReceipt implements OnModuleInit {
  constructor(
    private readonly facts: ReceiptFacts,
    private readonly chain: ReceiptChain,
    private readonly commitments: SaltedCommitments,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.platform.deadlines.subscribe(RECEIPT_DUE, async (jobId) => {
      await this.upToDate(jobId);
    });
  }

  /** The entries, the last of which tells how hours and money stand; none before the job has ended. */
  upToDate(jobId: string): Promise<ReceiptEntry[]> {
    return this.platform.database.transaction(async () => {
      const job = await this.facts.lock(jobId);
      const chain = await this.chain.of(jobId);
      if (!hasEnded(job)) return chain;
      const hours = await this.facts.hoursOf(job);
      const facts = await this.facts.of(job, hours);
      const before = lastHours(chain);
      if (before && tellsTheSame(before, facts)) return chain;
      const personal = await this.facts.personalOf(job, hours);
      const commitments = await this.commitments.to(jobId, personal, before?.commitments ?? {});
      return [...chain, await this.chain.append(jobId, chain, { type: 'hours', ...facts, commitments })];
    });
  }
}

const lastHours = (chain: readonly ReceiptEntry[]): HoursBody | null =>
  chain.flatMap(({ body }) => (body.type === 'hours' ? [body] : [])).at(-1) ?? null;

function tellsTheSame({ booked, worked, dueCents, corrections, payments }: HoursBody, facts: Facts): boolean {
  return canonical({ booked, worked, dueCents, corrections, payments }) === canonical(facts);
}
