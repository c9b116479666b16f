import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Client } from '@aegis/client';
import type { api, Call, Job, Position, TimelineKind, WireAnswer } from '@aegis/contract';
import { SessionsService } from '../src/features/identity/sessions/sessions.service.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../src/platform/clock/duration.js';
import { Deadlines } from '../src/platform/queue/deadlines.js';
import { type Reach, type Settings, TestApplication } from './test-application.js';

export interface Person {
  id: string;
  email: string;
  token: string;
  client: Client;
}

export type JobAnswer = WireAnswer<typeof api.jobs.get>;
export type OfferAnswer = WireAnswer<typeof api.offers.mine>['items'][number];
export type DraftForm = Call<typeof api.jobs.create>['body'];
export type ProfileForm = Call<typeof api.guards.replaceMe>['body'];

/** What a guard is like; the rest is as in `Marketplace.profile`. */
export interface GuardTraits extends Partial<ProfileForm> {
  /** Where they are, on duty. Null: off duty. */
  at?: Position | null;
}

export interface Booking {
  customer: Person;
  guard: Person;
  job: JobAnswer;
}

export const PASSWORD = 'a password of the tests';

/** Events of the queue take milliseconds; a retry of one comes after a second or two. */
const SOON = { timeout: 20_000, interval: 25 };
const METERS_PER_DEGREE = 111_320;
const PLACES_APART_DEGREES = 2;

/** The marketplace as people use it, over HTTP alone; only administrators are made without it, since nobody can register as one. */
export class Marketplace {
  private places = 0;

  private constructor(readonly application: TestApplication) {}

  static async open(settings: Settings = {}, reach?: Reach): Promise<Marketplace> {
    return new Marketplace(await TestApplication.start(settings, reach));
  }

  close(): Promise<void> {
    return this.application.close();
  }

  get clock(): TestApplication['clock'] {
    return this.application.clock;
  }

  get now(): Date {
    return this.clock.now();
  }

  /** Fires all that is due now; how many there were. */
  runDeadlines(): Promise<number> {
    return this.application.app.get(Deadlines).runDue();
  }

  /** What `act` sees when the clock has been moved and no deadline of the time between has been noticed yet. */
  async withoutDeadlines(act: () => Promise<void>): Promise<void> {
    const deadlines = this.application.app.get(Deadlines);
    await deadlines.stop();
    try {
      await act();
    } finally {
      deadlines.start();
    }
  }

  /** A site that no guard of another test is near. */
  newPlace(): Position {
    const place = this.places++;
    return {
      lat: -60 + (place % 50) * PLACES_APART_DEGREES,
      lng: -170 + Math.floor(place / 50) * PLACES_APART_DEGREES,
    };
  }

  registerCustomer(): Promise<Person> {
    return this.register('customer');
  }

  registerGuard(): Promise<Person> {
    return this.register('guard');
  }

  async admin(): Promise<Person> {
    const [id, email] = [randomUUID(), `${randomUUID()}@test.example`];
    await this.application.dataSource.query(
      `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
       VALUES ($1, $2, 'none', 'Ada', 'Admin', 'admin', 'active')`,
      [id, email],
    );
    const { token } = await this.application.app.get(SessionsService).open(id, 'test', null);
    return { id, email, token, client: this.application.client(token) };
  }

  /** A profile that fits the job of `draft`. */
  profile(traits: Partial<ProfileForm> = {}): ProfileForm {
    return {
      licenseNumber: 'G-100001',
      licenseState: 'CA',
      licenseExpiresOn: day(shift(this.now, 400 * DAY_MS)),
      clearanceLevel: 'basic',
      skills: [],
      hourlyRateCents: 2000,
      baseLocation: { lat: 34.05, lng: -118.24 },
      ...traits,
    };
  }

  /** Licence verified and, unless `at` is null, on duty there, which is then their base too. */
  async verifiedGuard({ at = null, ...traits }: GuardTraits = {}): Promise<Person> {
    const guard = await this.registerGuard();
    await guard.client.guards.replaceMe({ body: this.profile({ ...(at && { baseLocation: at }), ...traits }) });
    await this.verify(guard);
    if (at) await guard.client.guards.setAvailability({ body: { status: 'available', location: at } });
    return guard;
  }

  /** An administrator confirms the papers as they are now. */
  async verify(guard: Person): Promise<void> {
    const [admin, { papersVersion }] = [await this.admin(), await guard.client.guards.me()];
    await admin.client.admin.verifyGuard({
      params: { userId: guard.id },
      body: { papersVersion, reason: 'papers seen' },
    });
  }

  /** Two hours at 25.00, from ten minutes ahead. */
  draft(changes: Partial<Omit<DraftForm, 'startTime' | 'endTime'>> & JobTimes = {}): DraftForm {
    const { startsIn = 10 * MINUTE_MS, lasts = 2 * HOUR_MS, ...rest } = changes;
    const startTime = shift(this.now, startsIn);
    return {
      title: 'Gate',
      jobType: 'basic',
      locationAddress: '200 N Spring St',
      location: { lat: 34.05, lng: -118.24 },
      startTime: startTime.toISOString(),
      endTime: shift(startTime, lasts).toISOString(),
      requiredClearanceLevel: 'basic',
      requiredSkills: [],
      hourlyRateCents: 2500,
      ...rest,
    };
  }

  book(customer: Person, changes: Parameters<Marketplace['draft']>[0] = {}): Promise<JobAnswer> {
    return customer.client.jobs.create({ body: this.draft(changes) });
  }

  /** The live offer of a job to a guard, once it has come. */
  offerOf(guard: Person, job: Pick<Job, 'id'>): Promise<OfferAnswer> {
    return vi.waitFor(async () => {
      const { items } = await guard.client.offers.mine();
      const offer = items.find((item) => item.job.id === job.id);
      if (!offer) throw new Error(`no offer of job ${job.id} yet`);
      return offer;
    }, SOON);
  }

  async accept(guard: Person, job: Pick<Job, 'id'>): Promise<JobAnswer> {
    return guard.client.offers.accept({ params: { id: (await this.offerOf(guard, job)).id } });
  }

  /** Booked at a new place by a new customer, and accepted by the only guard there. */
  async bookedJob(changes: Parameters<Marketplace['draft']>[0] = {}): Promise<Booking> {
    const location = this.newPlace();
    const [customer, guard] = await Promise.all([this.registerCustomer(), this.verifiedGuard({ at: location })]);
    const open = await this.book(customer, { location, ...changes });
    return { customer, guard, job: await this.accept(guard, open) };
  }

  /** The guard has checked in on site. */
  async runningJob(changes: Parameters<Marketplace['draft']>[0] = {}): Promise<Booking> {
    const booking = await this.bookedJob(changes);
    return { ...booking, job: await this.checkIn(booking) };
  }

  checkIn({ guard, job }: Booking, presence: Partial<Presence> = {}): Promise<JobAnswer> {
    const body = { location: job.location, accuracyMeters: 10, ...presence };
    return guard.client.jobs.checkIn({ params: { id: job.id }, body });
  }

  /** Not before the start, which would send the job back. */
  checkOut({ guard, job }: Booking, presence: Partial<Presence> = {}): Promise<JobAnswer> {
    const early = Date.parse(job.startTime) - this.now.getTime();
    if (early > 0) this.clock.move(early);
    const body = { location: job.location, accuracyMeters: 10, reason: 'The evening was over', ...presence };
    return guard.client.jobs.checkOut({ params: { id: job.id }, body });
  }

  /** A fix of the guard, `meters` north of the site, now. What was answered, with its time. */
  async sendFix({ guard, job }: Booking, meters: number, accuracyMeters = 8) {
    const recordedAt = this.now.toISOString();
    const fixes = [{ ...metersNorth(job.location, meters), accuracyMeters, recordedAt }];
    return { ...(await guard.client.tracking.upload({ params: { id: job.id }, body: { fixes } })), recordedAt };
  }

  /** Types on the timeline of a job, once `type` is among them. */
  told(person: Person, job: Pick<Job, 'id'>, type: TimelineKind): Promise<string[]> {
    return vi.waitFor(async () => {
      const { items } = await person.client.jobs.timeline({ params: { id: job.id } });
      const types = items.map((item) => item.type);
      if (!types.includes(type)) throw new Error(`${type} is not on the timeline yet: ${types.join(', ')}`);
      return types;
    }, SOON);
  }

  private async register(role: 'customer' | 'guard'): Promise<Person> {
    const email = `${randomUUID()}@test.example`;
    const client = this.application.client();
    const body = { email, password: PASSWORD, firstName: 'Kim', lastName: 'Lee', role };
    const { token, user } = await client.auth.register({ body });
    return { id: user.id, email, token, client };
  }
}

export type Presence = Call<typeof api.jobs.checkIn>['body'];

interface JobTimes {
  /** Milliseconds from now to the start. */
  startsIn?: number;
  /** Milliseconds. */
  lasts?: number;
}

/** Calendar day (UTC). */
export const day = (at: Date): string => at.toISOString().slice(0, 10);

/** A position so many metres to the north. */
export const metersNorth = ({ lat, lng }: Position, meters: number): Position => ({
  lat: lat + meters / METERS_PER_DEGREE,
  lng,
});
