import type { api, WireAnswer } from '@aegis/contract';
import type { Job } from './leftovers.js';
import { dollars, meters } from './stage.js';

/** What a booking has left behind, as anybody can read it over the API. */
export interface Records {
  job: Job;
  payments: WireAnswer<typeof api.payments.ofJob>;
  timeline: WireAnswer<typeof api.jobs.timeline>['items'];
  trail: WireAnswer<typeof api.tracking.trail>;
  earnings: WireAnswer<typeof api.guards.earnings>;
  /** Length of the way the guard was sent along. */
  drivenMeters: number;
}

export interface Check {
  name: string;
  ok: boolean;
  seen: string;
}

type PaymentType = Records['payments']['items'][number]['type'];

const LIFE = ['job.requested', 'job.matched', 'job.started', 'job.completed'];
/** Rounding of positions on the wire and the sphere of the way's own measure. */
const TRAIL_TOLERANCE = 0.01;

/** Everything that must hold when a booking is over. */
export function checksOf(records: Records): Check[] {
  return [...checksOfLife(records), ...checksOfMoney(records)];
}

function checksOfLife({ job, timeline, trail, drivenMeters }: Records): Check[] {
  const life = timeline.map(({ type }) => type).filter((type) => LIFE.includes(type));
  const { lengthMeters } = trail.properties;
  return [
    { name: 'the job is completed', ok: job.status === 'completed', seen: job.status },
    { name: 'the timeline tells its life in order', ok: life.join() === LIFE.join(), seen: life.join(' ') },
    {
      name: 'the trail is as long as the way',
      ok: Math.abs(lengthMeters - drivenMeters) <= drivenMeters * TRAIL_TOLERANCE,
      seen: `${meters(lengthMeters)} of ${meters(drivenMeters)}`,
    },
  ];
}

function checksOfMoney({ job, payments: { items, sum }, earnings }: Records): Check[] {
  const settled = items.filter(({ status }) => status === 'succeeded');
  const charge = settled.find(({ type }) => type === 'charge');
  const payout = settled.find(({ type }) => type === 'payout');
  const total = (wanted: PaymentType): number =>
    settled.filter(({ type }) => type === wanted).reduce((cents, row) => cents + row.amountCents, 0);
  const equal = (name: string, left: number | null | undefined, right: number | null | undefined): Check => ({
    name,
    ok: typeof left === 'number' && left === right,
    seen: [left, right].map((cents) => (typeof cents === 'number' ? dollars(cents) : 'nothing')).join(' = '),
  });
  return [
    { name: 'the charge succeeded', ok: charge !== undefined, seen: charge?.status ?? 'no such row' },
    { name: 'the payout succeeded', ok: payout !== undefined, seen: payout?.status ?? 'no such row' },
    equal('charged is what was due', charge?.amountCents, job.dueAmountCents),
    equal(
      'platform + guard = charged',
      charge && charge.platformFeeCents + charge.guardPayoutCents,
      charge?.amountCents,
    ),
    equal("paid out is the guard's part", payout?.amountCents, charge?.guardPayoutCents),
    equal('the sum of the charges is of the rows', sum.chargedCents, total('charge')),
    equal('the sum of the payouts is of the rows', sum.paidOutCents, total('payout')),
    equal(
      'platform + paid out = charged - refunded',
      sum.platformCents + sum.paidOutCents,
      sum.chargedCents - sum.refundedCents,
    ),
    equal('nothing is held any more', sum.heldCents, 0),
    equal(
      'the guard sees it in their earnings',
      earnings.payouts.find((row) => row.jobId === job.id)?.amountCents,
      payout?.amountCents,
    ),
  ];
}
