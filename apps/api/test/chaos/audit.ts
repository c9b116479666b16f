import type { Books, StripeDouble } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';
import { readStuck, stuckAtStripe } from './audit-stuck.js';
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
    ...paidTwice(books),
    ...(await readStuck(dataSource)),
    ...stuckAtStripe(books),
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
  { jobId, plan, firstDueCents, dueCents, owedCents, tipCents, lostCents, refunds }: Promised,
  stripe: ReturnType<typeof moneyOf>,
  ours?: JobMoney,
): string[] {
  const [captured, refunded] = [total(stripe.captures), total(stripe.refunds)];
  const guardNet = total(stripe.transfers) - total(stripe.reversals);
  const forHours = without(stripe.refunds, refunds);
  const isChargedMore = plan.asks === 'more' && owedCents === 0;
  const mostCharges = (dueCents > 0 ? 1 : 0) + (isChargedMore ? 1 : 0) + (tipCents > 0 ? 1 : 0);
  // What a bank took back before fewer hours were agreed on cannot be given back once more.
  const toTake = lostCents > 0 && forHours?.length === 0 ? Math.max(firstDueCents, dueCents) : dueCents - owedCents;
  const isOfStrangers = plan.contest?.end === 'lost' && plan.contest.reason === 'fraudulent';
  const rules: [boolean, string][] = [
    [
      captured - total(forHours ?? []) === toTake + tipCents && stripe.captures.length <= mostCharges,
      `captured ${stripe.captures.join()} of ${toTake} and a tip of ${tipCents}, gave back ${stripe.refunds.join()}`,
    ],
    [
      !isOfStrangers || stripe.reversals.length <= stripe.refunds.length,
      `a stolen card cost its guard ${stripe.reversals.join()}, though ${stripe.refunds.join()} was given back`,
    ],
    [
      forHours !== null && forHours.length <= (['less', 'decided'].includes(plan.asks) ? 1 : 0),
      `gave back ${stripe.refunds.join()}, promised ${refunds.join()} (${plan.asks})`,
    ],
    [stripe.transfers.length <= mostCharges, `transferred ${stripe.transfers.join()}`],
    [stripe.intents.every((intent) => intent.status !== 'requires_capture'), 'holds money that nobody will take'],
    [(ours?.captured ?? 0) === captured, `our rows say ${ours?.captured} captured, Stripe ${captured}`],
    [
      (ours?.refunded ?? 0) === refunded + lostCents,
      `our rows say ${ours?.refunded} refunded, Stripe ${refunded} and ${lostCents} lost`,
    ],
    [(ours?.guardPaid ?? 0) === guardNet, `our rows say ${ours?.guardPaid} paid to the guard, Stripe ${guardNet}`],
    [
      (ours?.platform ?? 0) + guardNet === captured - refunded - lostCents,
      `platform ${ours?.platform} + guard ${guardNet} is not ${captured} - ${refunded} - ${lostCents}`,
    ],
    [ours?.addsUp !== false, 'does not add up'],
    [!ours || (!ours.isUnderWay && ours.held === 0 && ours.guardOwed === 0), `is not settled: ${JSON.stringify(ours)}`],
  ];
  return rules.filter(([holds]) => !holds).map(([, sentence]) => `job ${jobId} ${sentence}`);
}

/** What is left of `amounts` when each of `promised` is taken out once; null when one of them is not there. */
function without(amounts: readonly number[], promised: readonly number[]): number[] | null {
  const left = [...amounts];
  for (const amount of promised) {
    const index = left.indexOf(amount);
    if (index < 0) return null;
    left.splice(index, 1);
  }
  return left;
}

/** Each row of ours that pays a guard has one transfer, and each charge brings its guard one. */
function paidTwice({ transfers }: Books): string[] {
  const names = transfers.flatMap(({ metadata, source_transaction: charge, amount, amount_reversed: back }) => [
    `row ${metadata['paymentId']}`,
    ...(charge && back < amount ? [`charge ${typeof charge === 'string' ? charge : charge.id}`] : []),
  ]);
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return twice.map((name) => {
    const [kind, id] = name.split(' ');
    const jobId = transfers.find(
      (transfer) => (kind === 'row' ? transfer.metadata['paymentId'] : transfer.source_transaction) === id,
    )?.transfer_group;
    return `job ${jobId} has paid its guard twice out of ${name}`;
  });
}

/** Money that moved for no booking of anybody. */
function strangers({ paymentIntents, transfers }: Books, promised: readonly Promised[]): string[] {
  const known = new Set(promised.map(({ jobId }) => jobId));
  return [...paymentIntents, ...transfers]
    .filter(({ transfer_group }) => !transfer_group || !known.has(transfer_group))
    .map(({ id }) => `${id} belongs to no booking`);
}

function auditSums({ sums, balanceTransactions, refunds }: Books, ours: readonly JobMoney[]): string[] {
  // Stripe keeps its fee of a dispute whoever wins it; it belongs to no row of ours.
  const disputeFees = total(balanceTransactions.filter(({ type }) => type === 'adjustment').map(({ fee }) => fee));
  // With us it stays a refund: the customer is still to get it, another way.
  const sentBack = refunds.filter(({ status, balance_transaction: moved }) => status === 'failed' && moved !== null);
  const moved = total(ours.map((job) => job.captured - job.refunded - job.guardPaid - job.fee));
  const expected = moved - disputeFees + total(sentBack.map(({ amount }) => amount));
  return expected === sums.balance ? [] : [`our rows come to ${expected}, Stripe's balance is ${sums.balance}`];
}
