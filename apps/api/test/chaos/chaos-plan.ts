import { type RandomSource, seededRandom } from '@aegis/stripe-double';

const ENDS = ['won', 'lost', 'withdrawn', 'asked_about'] as const;

/** The bank of the customer's card contests what was paid, or only asks about it. */
export interface Contest {
  /** Before the two have spoken about the hours, so that their money has to wait; or when all is paid. */
  when: 'before_hours' | 'after_all';
  reason: 'fraudulent' | 'product_not_received';
  /**
   * Won is what is answered with the evidence; lost what the bank decides for its customer; withdrawn what they give up; asked
   * about what is only an inquiry, with which nothing is taken yet, and is given up too.
   */
  end: (typeof ENDS)[number];
}

/**
 * What the owner of a card does whose bank wants a word of them: says yes; says it after we have given the attempt up; is not
 * believed and gives another card; gives another card at once; says yes to the price and nothing about the hours that come to it,
 * which stay owed; opens the page and goes away for good.
 */
const OWNERS = ['answers', 'answers_late', 'refuses', 'other_card', 'answers_once', 'never'] as const;

/** What shall happen to one booking. Drawn from the seed before anything runs, so that the interleaving changes nothing of it. */
export interface BookingPlan {
  story: 'worked' | 'cancelled_matched' | 'cancelled_open' | 'ended_by_admin' | 'far_ahead';
  hours: number;
  hourlyRateCents: number;
  /** Null when the bank of their card asks nobody. */
  owner: (typeof OWNERS)[number] | null;
  /** What becomes of refunds: of `waits_and_fails` the bank refuses the first, and takes the others after a while. */
  refundFate: 'at_once' | 'waits' | 'waits_and_fails' | 'comes_back';
  /** Parts of what was charged that are given back; the last may be all that is left. */
  refunds: (number | 'rest')[];
  /** Whether the guard has opened their account before the work, or only when everything is over. */
  isGuardReady: boolean;
  /** What is asked about the hours afterwards: more, less, or less that the other one declines and an administrator decides. */
  asks: 'nothing' | 'more' | 'less' | 'decided';
  /** 0 for none. */
  tipCents: number;
  contest: Contest | null;
}

/** Stories and their share; the rest is worked. */
const SHARES: [BookingPlan['story'], number][] = [
  ['cancelled_matched', 0.15],
  ['cancelled_open', 0.1],
  ['ended_by_admin', 0.05],
  ['far_ahead', 0.05],
];

export function drawPlans(jobs: number, seed: number): BookingPlan[] {
  const random = seededRandom(seed);
  return Array.from({ length: jobs }, () => drawPlan(random));
}

function drawPlan(random: RandomSource): BookingPlan {
  const plan: BookingPlan = {
    story: drawShare(random, SHARES) ?? 'worked',
    hours: 1 + Math.floor(random() * 3),
    hourlyRateCents: 1500 + Math.floor(random() * 5000),
    owner: random() < ASKED_OWNERS ? oneOf(random, OWNERS) : null,
    refundFate: drawShare(random, FATES) ?? 'at_once',
    refunds: drawRefunds(random),
    isGuardReady: random() < 0.8,
    asks: drawShare(random, ASKS) ?? 'nothing',
    tipCents: random() < TIPPED ? 100 + Math.floor(random() * 2000) : 0,
    contest: drawContest(random),
  };
  return possible(plan);
}

const ASKED_OWNERS = 0.3;
const TIPPED = 0.25;
const CONTESTED = 0.3;

const FATES: [BookingPlan['refundFate'], number][] = [
  ['waits', 0.12],
  ['waits_and_fails', 0.08],
  ['comes_back', 0.08],
];

/** Half of those who have worked have nothing to say. */
const ASKS: [BookingPlan['asks'], number][] = [
  ['more', 0.2],
  ['less', 0.2],
  ['decided', 0.1],
];

/** One card has one behaviour, and a bank that has taken money back for good leaves nothing to be refunded in its own way. */
function possible(plan: BookingPlan): BookingPlan {
  const refundFate = plan.owner === null ? plan.refundFate : 'at_once';
  const isOdd = refundFate !== 'at_once';
  const isLeftOwing = plan.owner === 'answers_once';
  return {
    ...plan,
    refundFate,
    ...(isLeftOwing && { story: 'worked', asks: 'more' }),
    refunds: isOdd && plan.refunds.length === 0 ? [0.25] : plan.refunds,
    contest: isOdd || isLeftOwing ? null : plan.contest,
  };
}

function drawShare<T>(random: RandomSource, shares: readonly [T, number][]): T | null {
  const drawn = random();
  let upTo = 0;
  for (const [what, share] of shares) {
    upTo += share;
    if (drawn < upTo) return what;
  }
  return null;
}

const oneOf = <T>(random: RandomSource, values: readonly [T, ...T[]]): T =>
  values[Math.floor(random() * values.length)] ?? values[0];

function drawContest(random: RandomSource): Contest | null {
  if (random() >= CONTESTED) return null;
  return {
    when: random() < 0.5 ? 'before_hours' : 'after_all',
    reason: random() < 0.5 ? 'fraudulent' : 'product_not_received',
    end: oneOf(random, ENDS),
  };
}

/** Of three bookings one gets money back: a third, two thirds in two parts, or all in one or two parts. */
function drawRefunds(random: RandomSource): BookingPlan['refunds'] {
  if (random() > 0.35) return [];
  const first = random() < 0.3 ? [] : [0.1 + random() * 0.5];
  return [...first, ...(random() < 0.5 || first.length === 0 ? ['rest' as const] : [])];
}
