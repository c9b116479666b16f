import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, ConnectionError, createClient } from '@aegis/client';
import type { api, MarketRules, Position, WireAnswer } from '@aegis/contract';
import { type GuardActor, signInAll } from '../demo/cast.js';
import { ACCURACY_METERS, Phone } from '../demo/phone.js';
import { distanceMeters, drive } from '../demo/way.js';

type Job = WireAnswer<typeof api.jobs.get>;

const DEFAULT_URL = 'http://127.0.0.1:3000';
const LOOK_EVERY_MS = 2000;
const THINKS_MS = 4000;
const MINUTE_MS = 60_000;
/** A fix a second at this is a lively dot on the map, and under the speed at which fixes are refused. */
const CAR_METERS_A_SECOND = 30;
const LONGEST_DRIVE_SECONDS = 45;
/** Nobody watches a guard stand for longer. */
const SHORTEST_WORK_MS = 20_000;
/** A position is told anew when so much of its time has passed. */
const REFRESH_SHARE = 1 / 3;

/** Plays the seeded guards until the process is stopped: they take what they are offered, come, work and go. */
export async function playGuards(speed: number, say: (line: string) => void): Promise<number> {
  const url = process.env.AEGIS_URL ?? DEFAULT_URL;
  const { guards } = await signInAll(url);
  const { rules } = await createClient({ baseUrl: url }).web.config();
  say(`${guards.map(({ name }) => name).join(', ')} are on duty at ${url}. Book in the browser. Stop: Ctrl-C`);
  await Promise.all(guards.map((guard) => new DemoGuard(guard, rules, speed, say).serve()));
  return 0;
}

class DemoGuard {
  private position: Position = { lat: 34.05, lng: -118.25 };

  constructor(
    private readonly guard: GuardActor,
    private readonly rules: MarketRules,
    private readonly speed: number,
    private readonly say: (line: string) => void,
  ) {}

  async serve(): Promise<never> {
    this.position = (await this.guard.client.guards.me()).baseLocation ?? this.position;
    const refreshMs = this.rules.positionFreshMinutes * MINUTE_MS * REFRESH_SHARE;
    let shownAt = -refreshMs;
    for (;;) {
      await this.surviving(async () => {
        if (performance.now() - shownAt >= refreshMs) {
          await this.show();
          shownAt = performance.now();
        }
        const job = await this.jobToDo();
        if (job) {
          await this.play(job);
          shownAt = -refreshMs;
        }
      });
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Somebody else may be quicker, the customer may cancel, the server may be started again: the guard goes on. */
  private async surviving(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ConnectionError)) throw error;
      this.tell(error.message);
    }
  }

  private async show(): Promise<void> {
    await this.guard.client.guards.setAvailability({ body: { status: 'available', location: this.position } });
  }

  /** A job of theirs that is due, or one they take now. */
  private async jobToDo(): Promise<Job | null> {
    const { items: offers } = await this.guard.client.offers.mine();
    const [offer] = offers;
    if (offer) {
      await delay(THINKS_MS);
      const job = await this.guard.client.offers.accept({ params: { id: offer.id } });
      this.tell(`takes "${job.title}"`);
    }
    const { items } = await this.guard.client.jobs.list({ query: { limit: 50 } });
    const now = Date.now();
    const isDue = (job: Job): boolean =>
      job.status === 'in_progress' ||
      (job.status === 'matched' &&
        Date.parse(job.startTime) - this.rules.checkInEarlyMinutes * MINUTE_MS <= now &&
        now < Date.parse(job.endTime));
    return items.find(isDue) ?? null;
  }

  private async play(job: Job): Promise<void> {
    const call = { params: { id: job.id }, body: { location: job.location, accuracyMeters: ACCURACY_METERS } };
    if (job.status === 'matched') {
      await this.driveTo(job);
      await this.guard.client.jobs.checkIn(call);
      this.tell(`has checked in at "${job.title}"`);
    }
    const lasts = Date.parse(job.endTime) - Date.parse(job.startTime);
    await delay(Math.max(SHORTEST_WORK_MS, lasts / Math.max(1, this.speed)));
    await this.guard.client.jobs.checkOut({ ...call, body: { ...call.body, reason: 'Time goes faster in a demo' } });
    this.tell(`has checked out of "${job.title}"`);
  }

  /** From where they can be there in time: nobody wants to wait for a drive through the whole city. */
  private async driveTo(job: Job): Promise<void> {
    const far = distanceMeters(this.position, job.location);
    const reach = Math.min(far, CAR_METERS_A_SECOND * LONGEST_DRIVE_SECONDS);
    const share = far === 0 ? 0 : reach / far;
    const from = {
      lat: job.location.lat + (this.position.lat - job.location.lat) * share,
      lng: job.location.lng + (this.position.lng - job.location.lng) * share,
    };
    const phone = new Phone(this.guard, job.id, new Date());
    for (const leg of inBatches(
      drive(from, job.location, Math.max(1, Math.ceil((reach * 1.42) / CAR_METERS_A_SECOND))),
    )) {
      await phone.follow(leg);
      await phone.send();
    }
    this.position = job.location;
  }

  private tell(text: string): void {
    this.say(`${new Date().toLocaleTimeString()}  ${this.guard.name} ${text}`);
  }
}

const FIXES_A_BATCH = 3;

function inBatches(way: readonly Position[]): Position[][] {
  const batches: Position[][] = [];
  for (let first = 0; first < way.length; first += FIXES_A_BATCH) batches.push(way.slice(first, first + FIXES_A_BATCH));
  return batches;
}
