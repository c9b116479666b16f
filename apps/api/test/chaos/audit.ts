import type { Books, StripeDouble } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';
import type { Promised } from './booking-story.js';

/** Every rule that is broken after everything has come to rest, as a sentence; judged by the double's own books. */
export async function audit(
  double: StripeDouble,
  dataSource: DataSource,
  promised: readonly Promised[],
): Promise<string[]> {
  const books = double.books();
  const ours = await readMoney(dataSource);
  return [
    ...promised.flatMap((job) => auditJob(job, moneyOf(books, job.jobId), ours.get(job.jobId))),
    ...strangers(books, promised),
    ...auditSums(books, [...ours.values()]),
  ];
}

interface JobMoney {
  captured: number;
  refunded: number;
  platform: number;
  guardPaid: number;
  guardOwed: number;
  held: number;
  fee: number;
  addsUp: boolean;
  isUnderWay: boolean;
}

async function readMoney(dataSource: DataSource): Promise<Map<string, JobMoney>> {
  const rows = await dataSource.query<(JobMoney & { jobId: string })[]>(
    `SELECT job_id AS "jobId", captured_cents::int AS captured, refunded_cents::int AS refunded,
       platform_cents::int AS platform, guard_paid_cents::int AS "guardPaid", guard_owed_cents::int AS "guardOwed",
       held_cents::int AS held, stripe_fee_cents::int AS fee, adds_up AS "addsUp", is_under_way AS "isUnderWay"
     FROM job_money`,
  );
  return new Map(rows.map((row) => [row.jobId, row]));
}

const total = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** What Stripe has of one job. A refund without a balance transaction is a part of a hold that was let go. */
function moneyOf(books: Books, jobId: string) {
  const charges = books.charges.filter((charge) => charge.transfer_group === jobId);
  const transfers = books.transfers.filter((transfer) => transfer.transfer_group === jobId);
  return {
    intents: books.paymentIntents.filter((intent) => intent.transfer_group === jobId),
    captures: charges.map((charge) => charge.amount_captured).filter((amount) => amount > 0),
    refunds: books.refunds
      .filter((refund) => refund.balance_transaction && charges.some((charge) => charge.id === refund.charge))
      .map((refund) => refund.amount),
    transfers: transfers.map((transfer) => transfer.amount),
    reversals: books.reversals
      .filter((reversal) => transfers.some((transfer) => transfer.id === reversal.transfer))
      .map((reversal) => reversal.amount),
  };
}

function auditJob(
  { jobId, dueCents, refunds }: Promised,
  stripe: ReturnType<typeof moneyOf>,
  ours?: JobMoney,
): string[] {
  const [captured, refunded] = [total(stripe.captures), total(stripe.refunds)];
  const guardNet = total(stripe.transfers) - total(stripe.reversals);
  const rules: [boolean, string][] = [
    [
      captured === dueCents && stripe.captures.length === (dueCents > 0 ? 1 : 0),
      `captured ${stripe.captures.join()} of ${dueCents}`,
    ],
    [sorted(stripe.refunds) === sorted(refunds), `gave back ${stripe.refunds.join()}, promised ${refunds.join()}`],
    [stripe.transfers.length <= 1, `transferred ${stripe.transfers.join()}`],
    [stripe.intents.every((intent) => intent.status !== 'requires_capture'), 'holds money that nobody will take'],
    [(ours?.captured ?? 0) === captured, `our rows say ${ours?.captured} captured, Stripe ${captured}`],
    [(ours?.refunded ?? 0) === refunded, `our rows say ${ours?.refunded} refunded, Stripe ${refunded}`],
    [(ours?.guardPaid ?? 0) === guardNet, `our rows say ${ours?.guardPaid} paid to the guard, Stripe ${guardNet}`],
    [
      (ours?.platform ?? 0) + guardNet === captured - refunded,
      `platform ${ours?.platform} + guard ${guardNet} is not ${captured} - ${refunded}`,
    ],
    [ours?.addsUp !== false, 'does not add up'],
    [!ours || (!ours.isUnderWay && ours.held === 0 && ours.guardOwed === 0), `is not settled: ${JSON.stringify(ours)}`],
  ];
  return rules.filter(([holds]) => !holds).map(([, sentence]) => `job ${jobId} ${sentence}`);
}

const sorted = (amounts: readonly number[]): string => [...amounts].sort((a, b) => a - b).join();

/** Money that moved for no booking of anybody. */
function strangers({ paymentIntents, transfers }: Books, promised: readonly Promised[]): string[] {
  const known = new Set(promised.map(({ jobId }) => jobId));
  return [...paymentIntents, ...transfers]
    .filter(({ transfer_group }) => !transfer_group || !known.has(transfer_group))
    .map(({ id }) => `${id} belongs to no booking`);
}

function auditSums({ sums }: Books, ours: readonly JobMoney[]): string[] {
  const expected = total(ours.map((job) => job.captured - job.refunded - job.guardPaid - job.fee));
  return expected === sums.balance ? [] : [`our rows come to ${expected}, Stripe's balance is ${sums.balance}`];
}
