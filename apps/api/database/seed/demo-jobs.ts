import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { JobDraft, Position } from '@aegis/contract';
import { GuardProfilesService } from '../../src/features/guard-profiles/guard-profiles.service.js';
import { CancelJob } from '../../src/features/jobs/cancel-job.js';
import { CheckIn } from '../../src/features/jobs/site/check-in.js';
import { CheckOut } from '../../src/features/jobs/site/check-out.js';
import { CreateJob } from '../../src/features/jobs/create-job.js';
import type { JobRow } from '../../src/features/jobs/jobs.service.js';
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

interface Place {
  address: string;
  at: Position;
}

/** How long the queue may take for a hold or a charge on a slow machine. */
const PATIENCE_MS = 60_000;
const POLL_MS = 25;
/** The phone of a demo guard at the gate. */
const ACCURACY_METERS = 8;

/** Plays one job of each end: completed and paid, matched, cancelled, and still open. Leaves the guards on duty. */
export async function playDemoJobs(
  app: INestApplicationContext,
  clock: MovableClock,
  people: DemoPeople,
): Promise<void> {
  const play = new DemoPlay(app, clock, people);
  const [alvarez, brooks] = people.guards;
  if (!alvarez || !brooks) throw new Error('the demo needs its guards');
  clock.move(-3 * DAY_MS);
  await play.guardsOnDuty();
  await play.completed('Concert evening', CONCERT_HALL, alvarez, 4);
  clock.set(new Date());
  await play.guardsOnDuty();
  await play.cancelled('Rooftop party', GRIFFITH);
  await play.matched('Pier market watch', PIER, brooks);
  await play.book('Visit of a delegation', CITY_HALL, {
    days: 5,
    hours: 6,
    rateCents: 6000,
    skills: ['close protection'],
  });
}

class DemoPlay {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly clock: MovableClock,
    private readonly people: DemoPeople,
  ) {}

  async guardsOnDuty(): Promise<void> {
    for (const [index, guard] of this.people.guards.entries())
      await this.use(GuardProfilesService).setAvailability(guard.userId, 'available', DEMO_GUARDS[index]?.base);
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
    await this.use(CancelJob).cancel(this.people.customer, job.id, 'The party was moved');
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
