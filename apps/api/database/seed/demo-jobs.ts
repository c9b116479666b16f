import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { JobDraft, Position } from '@aegis/contract';
import { GuardProfilesService } from '../../src/features/guard-profiles/guard-profiles.service.js';
import { CancelJob } from '../../src/features/jobs/cancel-job.js';
import { CheckIn } from '../../src/features/jobs/site/check-in.js';
import { CheckOut } from '../../src/features/jobs/site/check-out.js';
import { CreateJob } from '../../src/features/jobs/create-job.js';
import { type JobRow, JobsService } from '../../src/features/jobs/jobs.service.js';
import { AcceptOffer } from '../../src/features/matching/offers/accept-offer.js';
import { OffersRepository } from '../../src/features/matching/offers/offers.repository.js';
import { PaymentsService } from '../../src/features/payments/payments.service.js';
import type { MovableClock } from '../../src/platform/clock/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../src/platform/clock/duration.js';
import type { Caller } from '../../src/platform/http/http-request.js';
import { DEMO_GUARDS } from './accounts.js';
import type { DemoPeople } from './demo-accounts.js';

const GRIFFITH: Place = {
  address: '2800 E Observatory Rd, Los Angeles, CA 90027',
  at: { lat: 34.1184, lng: -118.3004 },
};
const PIER: Place = { address: '200 Santa Monica Pier, Santa Monica, CA 90401', at: { lat: 34.0094, lng: -118.4973 } };
const CONCERT_HALL: Place = { address: '111 S Grand Ave, Los Angeles, CA 90012', at: { lat: 34.0553, lng: -118.2498 } };
const CITY_HALL: Place = { address: '100 Garfield Ave, Pasadena, CA 91101', at: { lat: 34.1478, lng: -118.1437 } };

const CONCERT = 'Concert evening';
const PARTY = 'Rooftop party';
const MARKET = 'Pier market watch';
const VISIT = 'Visit of a delegation';

interface Place {
  address: string;
  at: Position;
}

/** More than the demo makes; what people have booked with its account since is looked through as well. */
const MOST_JOBS = 1000;

/** How long the queue may take for a hold or a charge on a slow machine. */
const PATIENCE_MS = 60_000;
const POLL_MS = 25;
/** The phone of a demo guard at the gate. */
const ACCURACY_METERS = 8;

/**
 * Plays one job of each end: completed and paid, matched, cancelled, and still open. Leaves the guards on duty. A job that is there
 * is left as it is: one whose play was broken off ends as any job does that nobody comes back to. False when all were there.
 */
export async function playDemoJobs(
  app: INestApplicationContext,
  clock: MovableClock,
  people: DemoPeople,
): Promise<boolean> {
  const play = new DemoPlay(app, clock, people);
  const [alvarez, brooks] = people.guards;
  if (!alvarez || !brooks) throw new Error('the demo needs its guards');
  const missing = await play.missing([CONCERT, PARTY, MARKET, VISIT]);
  if (missing.size === 0) return false;
  if (missing.has(CONCERT)) {
    clock.move(-3 * DAY_MS);
    await play.guardsOnDuty();
    await play.completed(CONCERT, CONCERT_HALL, alvarez, 4);
    clock.set(new Date());
  }
  await play.guardsOnDuty();
  if (missing.has(PARTY)) await play.cancelled(PARTY, GRIFFITH);
  if (missing.has(MARKET)) await play.matched(MARKET, PIER, brooks);
  if (missing.has(VISIT))
    await play.book(VISIT, CITY_HALL, { days: 5, hours: 6, rateCents: 6000, skills: ['close protection'] });
  return true;
}

class DemoPlay {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly clock: MovableClock,
    private readonly people: DemoPeople,
  ) {}

  /** Those of the titles that the customer has no job of. */
  async missing(titles: readonly string[]): Promise<Set<string>> {
    const jobs = await this.use(JobsService).newestOf({ id: this.people.customer.userId, role: 'customer' }, MOST_JOBS);
    const there = new Set(jobs.map(({ title }) => title));
    return new Set(titles.filter((title) => !there.has(title)));
  }

  async guardsOnDuty(): Promise<void> {
    const profiles = this.use(GuardProfilesService);
    for (const [index, { userId }] of this.people.guards.entries())
      // One who is at work was left there by a play that was broken off.
      if ((await profiles.get(userId)).availabilityStatus !== 'busy')
        await profiles.setAvailability(userId, 'available', DEMO_GUARDS[index]?.base);
  }

  /** Starts in `days` days, or in twenty minutes for 0. */
  book(
    title: string,
    place: Place,
    wish: { days: number; hours: number; rateCents: number; skills: string[] },
  ): Promise<JobRow> {
    const startTime = shift(this.clock.now(), wish.days === 0 ? 20 * MINUTE_MS : wish.days * DAY_MS);
    const draft: JobDraft = {
      title,
      jobType: 'event',
      locationAddress: place.address,
      location: place.at,
      startTime,
      endTime: shift(startTime, wish.hours * HOUR_MS),
      requiredClearanceLevel: 'basic',
      requiredSkills: wish.skills,
      hourlyRateCents: wish.rateCents,
    };
    return this.use(CreateJob).create(this.people.customer, draft);
  }

  async completed(title: string, place: Place, guard: Caller, hours: number): Promise<void> {
    const job = await this.book(title, place, { days: 0, hours, rateCents: 4000, skills: ['crowd control'] });
    await this.accept(job, guard);
    const here = { location: place.at, accuracyMeters: ACCURACY_METERS };
    await this.use(CheckIn).checkIn(guard, job.id, here);
    this.clock.move(hours * HOUR_MS);
    await this.use(CheckOut).checkOut(guard, job.id, { ...here, reason: 'The customer let me go' });
    await this.until(`${title} to be paid`, async () => {
      const { sum } = await this.use(PaymentsService).ofJob(this.people.admin, job.id);
      return sum.paidOutCents > 0 ? true : null;
    });
  }

  async cancelled(title: string, place: Place): Promise<void> {
    const job = await this.book(title, place, { days: 2, hours: 3, rateCents: 3500, skills: [] });
    await this.use(CancelJob).cancel(this.people.customer, job.id, { reason: 'The party was moved' });
  }

  async matched(title: string, place: Place, guard: Caller): Promise<void> {
    await this.accept(await this.book(title, place, { days: 1, hours: 8, rateCents: 3000, skills: ['patrol'] }), guard);
  }

  private async accept(job: JobRow, guard: Caller): Promise<void> {
    const offer = await this.until(`an offer of ${job.title}`, async () => {
      const offers = await this.use(OffersRepository).live(guard.userId, this.clock.now());
      return offers.find((live) => live.id === job.id) ?? null;
    });
    await this.use(AcceptOffer).accept(guard, offer.offerId);
  }

  /** Asks until there is an answer; what it waits for comes over the queue. */
  private async until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(POLL_MS)) {
      const answer = await ask();
      if (answer !== null) return answer;
    }
    throw new Error(`waited too long for ${what}`);
  }

  private use<T>(type: new (...parts: never[]) => T): T {
    return this.app.get<T>(type, { strict: false });
  }
}
