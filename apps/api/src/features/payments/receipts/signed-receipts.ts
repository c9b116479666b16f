import { Injectable } from '@nestjs/common';
import type { FileContent, HoursOfJob, SignedReceipt } from '@aegis/contract';
import { type AgreementBody, type DeviceSignature, FORMAT, hashOf, hashOfTime, isSignedByDevice } from '@aegis/receipt';
import type { ReceiptEntry, ReceiptFile, ReceiptParty } from '@aegis/receipt';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { isQuestioned, ReadHours } from '../../jobs/hours/hours-of-job.js';
import type { JobRow } from '../../jobs/job-rows.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { SaltedCommitments } from './commitments.js';
import { IssueReceipt } from './issue-receipt.js';
import { ReceiptChain } from './receipt-chain.js';
import { ReceiptFacts, timeOf } from './receipt-facts.js';
import { ReceiptSigner } from './receipt-signer.js';

type Hours = NonNullable<SignedReceipt['toSign']>;

/** Classes that make a file of the chain. */
@Injectable()
export class ReceiptParts {
  constructor(
    readonly issuing: IssueReceipt,
    readonly chain: ReceiptChain,
    readonly commitments: SaltedCommitments,
    readonly signer: ReceiptSigner,
    readonly facts: ReceiptFacts,
  ) {}
}

/** The signed receipt of a job as its parties have it: to keep, and to agree to. */
@Injectable()
export class SignedReceipts {
  constructor(
    private readonly jobs: JobsService,
    private readonly hours: ReadHours,
    private readonly parts: ReceiptParts,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 for everybody but the parties and administrators */
  async of(caller: Caller, jobId: string): Promise<SignedReceipt> {
    const job = await this.jobs.getFor(caller, jobId);
    const [entries, hours] = await Promise.all([this.parts.chain.of(jobId), this.hours.ofJob(job)]);
    const counting = toAgree(job, hours);
    const agreements = agreementsIn(entries);
    const party = partyOf(caller, job);
    const hasSigned = agreements.some((one) => one.party === party && counting && isTo(one, counting));
    return {
      entries: entries.length,
      agreements: agreements.map((one) => ({
        ...{ party: one.party, workedMinutes: one.workedMinutes, dueCents: one.dueCents, at: new Date(one.at) },
        isToWhatCounts: counting !== null && isTo(one, counting),
      })),
      // Nobody is asked to sign what the other one, or they themselves, have questioned.
      toSign: party === null || hasSigned || isQuestioned(hours) ? null : counting,
    };
  }

  /** @throws 404 for everybody but the parties and administrators, 409 `no_receipt_yet` before the job has ended */
  async file(caller: Caller, jobId: string): Promise<FileContent> {
    await this.jobs.getFor(caller, jobId);
    const file = await this.platform.database.transaction(async () => {
      const entries = await this.parts.issuing.upToDate(jobId);
      if (entries.length === 0) throw paymentErrors.problem('no_receipt_yet');
      return this.fileOf(caller, await this.jobs.get(jobId), entries);
    });
    return {
      content: Buffer.from(JSON.stringify(file, null, 1)),
      contentType: 'application/json',
      fileName: `aegis-receipt-${jobId}.json`,
    };
  }

  /**
   * A party of the job agrees to the hours that count. Twice is once.
   * @throws 404 for everybody else; 409 `job_not_done`, `other_hours_count`; 422 `bad_device_signature`
   */
  async agree(caller: Caller, jobId: string, signed: Hours & { device: DeviceSignature }): Promise<SignedReceipt> {
    await this.jobs.getFor(caller, jobId);
    await this.platform.database.transaction(async () => {
      const job = await this.jobs.lock(jobId);
      const party = partyOf(caller, job);
      if (party === null) throw httpErrors.problem('not_found');
      const counting = toAgree(job, await this.hours.ofJob(job));
      if (!counting) throw paymentErrors.problem('no_receipt_yet');
      if (!isTo(signed, counting)) throw paymentErrors.problem('other_hours_count');
      const { device, ...hours } = signed;
      if (!isSignedByDevice({ job: jobId, party, ...hours }, device))
        throw paymentErrors.problem('bad_device_signature');
      const chain = await this.parts.chain.of(jobId);
      if (agreementsIn(chain).some((one) => one.party === party && isTo(one, counting))) return;
      await this.parts.chain.append(jobId, chain, { type: 'agreement', party, ...hours, device });
    });
    return this.of(caller, jobId);
  }

  private async fileOf(caller: Caller, job: JobRow, entries: ReceiptEntry[]): Promise<ReceiptFile> {
    const at = this.platform.clock.now().toISOString();
    const last = hashOf(entries.at(-1)?.body);
    const head = { format: FORMAT, type: 'head', job: job.id, entries: entries.length, last, at } as const;
    // Where a guard was is for them and for the administrator.
    const mayBeShown = ({ label }: { label: string }): boolean =>
      label !== 'positions' || caller.role === 'admin' || caller.userId === job.guardId;
    const { facts } = this.parts;
    const personal = (await facts.personalOf(job, await facts.hoursOf(job))).filter(mayBeShown);
    return {
      ...{ format: FORMAT, job: job.id, entries },
      head: { body: head, ...(await this.parts.signer.sign(head)) },
      openings: await this.parts.commitments.openings(job.id, personal, entries),
    };
  }
}

/** Null while there is nothing to agree to. */
function toAgree(job: JobRow, hours: HoursOfJob): Hours | null {
  if (job.status !== 'completed') return null;
  const time = timeOf(job, hours);
  if (!time || hours.workedMinutes === null || hours.dueAmountCents === null) return null;
  return { workedMinutes: hours.workedMinutes, dueCents: hours.dueAmountCents, record: hashOfTime(time) };
}

const agreementsIn = (entries: readonly ReceiptEntry[]): AgreementBody[] =>
  entries.flatMap(({ body }) => (body.type === 'agreement' ? [body] : []));

const isTo = (one: Hours, other: Hours): boolean =>
  one.workedMinutes === other.workedMinutes && one.dueCents === other.dueCents && one.record === other.record;

function partyOf({ userId }: Caller, { customerId, guardId }: JobRow): ReceiptParty | null {
  if (userId === customerId) return 'customer';
  return userId === guardId ? 'guard' : null;
}
