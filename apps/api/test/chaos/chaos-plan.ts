import { type RandomSource, seededRandom } from '@aegis/stripe-double';

/** The bank of the customer's card contests what was paid. */
export interface Contest {
  /** Before the two have spoken about the hours, so that their money has to wait; or when all is paid. */
  when: 'before_hours' | 'after_all';
  reason: 'fraudulent' | 'product_not_received';
  /** Won is what is answered with the evidence; lost what the bank decides for its customer. */
  verdict: 'won' | 'lost';
}

/** What shall happen to one booking. Drawn from the seed before anything runs, so that the interleaving changes nothing of it. */
export interface BookingPlan {
  story: 'worked' | 'cancelled_matched' | 'cancelled_open' | 'ended_by_admin' | 'far_ahead';
  hours: number;
  hourlyRateCents: number;
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
  return Array.from({ length: jobs }, () => ({
    story: drawStory(random()),
    hours: 1 + Math.floor(random() * 3),
    hourlyRateCents: 1500 + Math.floor(random() * 5000),
    refunds: drawRefunds(random),
    isGuardReady: random() < 0.8,
    asks: drawAsks(random()),
    tipCents: random() < TIPPED ? 100 + Math.floor(random() * 2000) : 0,
    contest: drawContest(random),
  }));
}

function drawStory(drawn: number): BookingPlan['story'] {
  let upTo = 0;
  for (const [story, share] of SHARES) {
    upTo += share;
    if (drawn < upTo) return story;
  }
  return 'worked';
}

const TIPPED = 0.25;

/** Half of those who have worked have nothing to say. */
function drawAsks(drawn: number): BookingPlan['asks'] {
  if (drawn < 0.2) return 'more';
  if (drawn < 0.4) return 'less';
  return drawn < 0.5 ? 'decided' : 'nothing';
}

const CONTESTED = 0.2;

function drawContest(random: RandomSource): Contest | null {
  if (random() >= CONTESTED) return null;
  return {
    when: random() < 0.5 ? 'before_hours' : 'after_all',
    reason: random() < 0.5 ? 'fraudulent' : 'product_not_received',
    verdict: random() < 0.5 ? 'won' : 'lost',
  };
}

/** Of three bookings one gets money back: a third, two thirds in two parts, or all in one or two parts. */
function drawRefunds(random: RandomSource): BookingPlan['refunds'] {
  if (random() > 0.35) return [];
  const first = random() < 0.3 ? [] : [0.1 + random() * 0.5];
  return [...first, ...(random() < 0.5 || first.length === 0 ? ['rest' as const] : [])];
}
