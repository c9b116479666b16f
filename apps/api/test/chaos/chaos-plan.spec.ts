import { describe, expect, it } from 'vitest';
import { type BookingPlan, drawPlans } from './chaos-plan.js';

const kindsOf = ({ owner, refundFate, asks, story, contest }: BookingPlan): string[] => [
  story,
  `owner ${owner}`,
  ...(story === 'worked' ? [`refund ${refundFate}`, `hours ${asks}`] : []),
  ...(story === 'worked' && contest ? [`dispute ${contest.end}`] : []),
];

describe('the plans of a seed', () => {
  it('are the same each time they are drawn', () => {
    expect(drawPlans(20, 7)).toEqual(drawPlans(20, 7));
    expect(drawPlans(20, 7)).not.toEqual(drawPlans(20, 8));
  });

  it('play everything within the ten seeds of eight bookings that every change has to pass', () => {
    const seeds = Array.from({ length: 10 }, (_, index) => index + 1);
    const played = new Set(seeds.flatMap((seed) => drawPlans(8, seed)).flatMap(kindsOf));
    expect([...played].sort()).toEqual(
      [
        ...['worked', 'cancelled_matched', 'cancelled_open', 'ended_by_admin', 'far_ahead'],
        ...['answers', 'answers_late', 'refuses', 'other_card', 'answers_once', 'never', 'null'].map(
          (owner) => `owner ${owner}`,
        ),
        ...['at_once', 'waits', 'waits_and_fails', 'comes_back'].map((fate) => `refund ${fate}`),
        ...['nothing', 'more', 'less', 'decided'].map((asks) => `hours ${asks}`),
        ...['won', 'lost', 'withdrawn', 'asked_about'].map((end) => `dispute ${end}`),
      ].sort(),
    );
  });
});
