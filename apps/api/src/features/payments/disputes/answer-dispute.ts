import { buffer } from 'node:stream/consumers';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import type Stripe from 'stripe';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { DISPUTE_DUE, paymentEvents } from '../payments.events.js';
import { PaymentsRepository } from '../rows/payments.repository.js';
import { paymentErrors } from '../rows/payments.errors.js';
import { refusalOf, StripeClient } from '../stripe/stripe-client.js';
import { DisputeEvidence } from './dispute-evidence.js';
import { type DisputeRow, DisputesRepository } from './disputes.repository.js';
import { isClosed } from './disputes.states.js';
import { type Evidence, fieldsOf, isComplete, type Papers } from './evidence.js';
import { RecordDispute } from './record-dispute.js';

/**
 * Sends the evidence to the bank: when an administrator says so, or by itself when the term is near and the proof is complete. The
 * answer is claimed in our row first, so that it is asked for once; who sends it may be killed and does it again, which changes
 * nothing at the bank.
 */
@Injectable()
export class AnswerDispute implements OnModuleInit {
  private readonly logger = new Logger('payments');

  constructor(
    private readonly repository: DisputesRepository,
    private readonly evidence: DisputeEvidence,
    private readonly payments: PaymentsRepository,
    private readonly records: RecordDispute,
    private readonly stripe: StripeClient,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const { deadlines, queue } = this.platform;
    deadlines.subscribe(DISPUTE_DUE, (disputeId) => queue.publish(paymentEvents['dispute.due'], { disputeId }));
    queue.subscribe(paymentEvents['dispute.due'], 'payments-dispute-term', ({ disputeId }) => this.whenDue(disputeId));
    queue.subscribe(paymentEvents['dispute.answer'], 'payments-answer-dispute', ({ disputeId }) =>
      this.send(disputeId),
    );
  }

  /** By an administrator, whatever is proved; it is sent from the queue. @throws 404; 409 `dispute_closed` */
  async ask(caller: Caller, id: string): Promise<DisputeRow> {
    return this.platform.database.transaction(async () => {
      const dispute = await this.repository.byId(id);
      if (!dispute) throw httpErrors.problem('not_found');
      const at = this.platform.clock.now();
      if (!(await this.repository.claimAnswer(id, at, caller.userId))) throw paymentErrors.problem('dispute_closed');
      await this.platform.queue.publish(paymentEvents['dispute.answer'], { disputeId: id });
      return { ...dispute, answeredAt: at, answeredBy: caller.userId };
    });
  }

  private async whenDue(id: string): Promise<void> {
    const { clock, config, database, queue, timeline } = this.platform;
    const dispute = await this.repository.byId(id);
    if (dispute?.status !== 'needs_answer' || dispute.answeredAt) return;
    const evidence = await this.evidence.of(dispute);
    await database.transaction(async () => {
      if (isComplete(evidence, config.rules)) {
        if (await this.repository.claimAnswer(id, clock.now(), null))
          await queue.publish(paymentEvents['dispute.answer'], { disputeId: id });
        return;
      }
      const { jobId, paymentId, amountCents, reason, answerBy } = dispute;
      const details = { paymentId, amountCents, reason, answerBy: (answerBy ?? clock.now()).toISOString() };
      await timeline.record({
        ...{ subject: { jobId }, type: 'dispute.needs_person' as const },
        ...{ actor: { id: null, role: 'system' as const }, details },
      });
    });
  }

  /** Outside of a transaction. @throws when it is not known whether the bank has it: the queue sends it again. */
  async send(id: string): Promise<void> {
    const dispute = await this.repository.byId(id);
    if (!dispute || isClosed(dispute.status)) return;
    const payment = await this.payments.byId(dispute.paymentId);
    if (!payment) throw new Error(`dispute ${id} is about no payment`);
    await this.records.record(payment, await this.submit(dispute));
  }

  private async submit({ stripeDisputeId, ...dispute }: DisputeRow): Promise<Stripe.Dispute> {
    const { api } = this.stripe;
    const now = await api.disputes.retrieve(stripeDisputeId);
    const isWaiting = now.status === 'needs_response' || now.status === 'warning_needs_response';
    if (!isWaiting || now.evidence_details.submission_count > 0) return now;
    const evidence = await this.evidence.of(dispute);
    const fields = fieldsOf(evidence, await this.upload(evidence));
    try {
      return await api.disputes.update(stripeDisputeId, { evidence: fields, submit: true });
    } catch (error) {
      if (!refusalOf(error)) throw error;
      // Too late, or decided in this moment: what it is now is what counts, and somebody is told by the log.
      this.logger.error(`evidence of dispute ${stripeDisputeId} was refused: ${String(error)}`);
      return api.disputes.retrieve(stripeDisputeId);
    }
  }

  private async upload(evidence: Evidence): Promise<Papers> {
    const [workRecord, receipt] = await Promise.all([
      this.evidence.workRecord(evidence),
      this.evidence.receipt(evidence),
    ]);
    return { workRecord: await this.put(workRecord), receipt: await this.put(receipt) };
  }

  private async put({ content, contentType, fileName = 'evidence.pdf' }: FileContent): Promise<string> {
    const data = content instanceof Uint8Array ? content : await buffer(content);
    const file = await this.stripe.api.files.create({
      purpose: 'dispute_evidence',
      file: { data, name: fileName, type: contentType },
    });
    return file.id;
  }
}
