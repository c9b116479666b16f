import type { Position } from '@aegis/contract';
import { ApiError } from '@aegis/client';
import type { Cast, GuardActor, PlacedGuard } from './cast.js';
import { DEMO_TITLE, freeGuards } from './leftovers.js';
import { DemoFailure, dollars, meters, type Stage } from './stage.js';
import { PATIENCE_MS, until } from './waiting.js';
import { lengthMeters, offset } from './way.js';

export type Draft = Parameters<Cast['customer']['client']['jobs']['create']>[0]['body'];

export const CITY_HALL: Position = { lat: 34.0537, lng: -118.2428 };
const ADDRESS = '200 N Spring St, Los Angeles, CA 90012';
const LASTS_MS = 2 * 60 * 60_000;
/** The rate is offered in steps of half a dollar. */
const RATE_STEP_CENTS = 50;

/** Where the guards stand when they go on duty: metres north and east of the site. The first is the nearest. */
const STANDS = [
  { north: -150, east: -100 },
  { north: 1_200, east: -1_500 },
  { north: -2_600, east: 3_300 },
];

/** What must be there before the customer can book: guards on duty, and a draft with a price they work for. */
export class Preparations {
  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
  ) {}

  /** The one with the fewest jobs stands nearest, so that run after run another is chosen. */
  async guardsOnDuty(startTime: Date): Promise<PlacedGuard[]> {
    const end = new Date(startTime.getTime() + LASTS_MS);
    const free = await freeGuards(this.cast.guards, startTime, end);
    const placed = free
      .toSorted((a, b) => a.jobsCompleted - b.jobsCompleted)
      .map((guard, index) => ({ ...guard, position: standOf(index) }));
    if (placed.length === 0) throw new DemoFailure('every demo guard has another job at that time');
    for (const guard of placed) {
      await this.stage.step(
        `${guard.name} goes on duty`,
        () => this.goOnDuty(guard),
        (at) => `${at} from the site`,
      );
      await this.openPayoutAccount(guard);
    }
    return placed;
  }

  private async goOnDuty({ client, position }: PlacedGuard): Promise<string> {
    await until('the guard to be free again', PATIENCE_MS, async () => {
      try {
        return await client.guards.setAvailability({ body: { status: 'available', location: position } });
      } catch (error) {
        // A moment after a check-out they still count as busy.
        if (error instanceof ApiError && error.code === 'on_a_job') return null;
        throw error;
      }
    });
    return meters(lengthMeters([position, CITY_HALL]));
  }

  /** Without it the payout would wait. The page of the local stand-in for Stripe takes test data; Stripe's own is not ours to fill in. */
  private async openPayoutAccount(guard: GuardActor): Promise<void> {
    const { ready, onboardingUrl } = await guard.client.guards.payoutAccount();
    if (ready || !onboardingUrl || new URL(onboardingUrl).hostname !== '127.0.0.1') return;
    await this.stage.step(
      `${guard.name} opens their payout account`,
      () => fetch(onboardingUrl, { method: 'POST', redirect: 'manual' }),
      () => 'at the local stand-in for Stripe',
    );
  }

  /** The rate that the dearest of the guards would work for, after the platform's part. */
  async draft(startTime: Date, guards: readonly GuardActor[]): Promise<Draft> {
    const { client } = this.cast.customer;
    const dearest = Math.max(...guards.map((guard) => guard.hourlyRateCents));
    const draft: Draft = {
      title: DEMO_TITLE,
      jobType: 'event',
      locationAddress: ADDRESS,
      location: CITY_HALL,
      startTime: startTime.toISOString(),
      endTime: new Date(startTime.getTime() + LASTS_MS).toISOString(),
      requiredClearanceLevel: 'basic',
      requiredSkills: ['access control'],
      hourlyRateCents: dearest,
    };
    const { guardPayoutCents, totalAmountCents } = await client.jobs.quote({ body: draft });
    const rate = Math.ceil((dearest * totalAmountCents) / guardPayoutCents / RATE_STEP_CENTS) * RATE_STEP_CENTS;
    const priced = { ...draft, hourlyRateCents: rate };
    await this.stage.step(
      'Quote',
      () => client.jobs.quote({ body: priced }),
      (quote) =>
        [
          `${dollars(quote.totalAmountCents)} = ${dollars(quote.guardPayoutCents)} guard + ${dollars(quote.platformFeeCents)} platform`,
          `${quote.eligibleGuards} guards, nearest within ${quote.nearestMeters === null ? '-' : meters(quote.nearestMeters)}`,
          `suggested rate ${quote.suggestedHourlyRateCents === null ? '-' : dollars(quote.suggestedHourlyRateCents)}`,
        ].join(', '),
    );
    return priced;
  }
}

function standOf(index: number): Position {
  const { north, east } = STANDS[index % STANDS.length] ?? { north: 0, east: 0 };
  return offset(CITY_HALL, north, east);
}
