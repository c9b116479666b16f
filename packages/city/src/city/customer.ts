import { type Client, createClient } from '@aegis/client';
import type { api, Call, WireAnswer } from '@aegis/contract';
import { somewhere } from './map.js';
import type { Random } from './random.js';

export type JobAnswer = WireAnswer<typeof api.jobs.get>;
type Draft = Call<typeof api.jobs.create>['body'];

const MINUTE_MS = 60_000;
type Wishes = readonly [readonly string[], ...(readonly string[])[]];
const COMMON_WISHES: Wishes = [[], ['patrol'], ['access control'], ['cctv'], ['patrol', 'first aid']];
const RARE_WISHES: Wishes = [
  ['k9', 'crowd control'],
  ['close protection', 'defensive driving'],
  ['first aid', 'cctv', 'patrol'],
];
const SITES = ['event', 'retail', 'patrol', 'residential'] as const;

/** A customer as a program: when they book what. */
export class Customer {
  private constructor(
    readonly client: Client,
    readonly random: Random,
  ) {}

  static async register(baseUrl: string, number: number, all: Random): Promise<Customer> {
    const client = createClient({ baseUrl });
    const email = `customer${number}@city.example`;
    await client.auth.register({
      body: {
        email,
        password: `keeps a shop in the city, ${number}`,
        firstName: 'Customer',
        lastName: `No. ${number}`,
        role: 'customer',
      },
    });
    return new Customer(client, all.of(`customer ${number}`));
  }

  book(now: Date): Promise<JobAnswer> {
    return this.client.jobs.create({ body: this.draft(now) });
  }

  private draft(now: Date): Draft {
    const { random } = this;
    const startTime = new Date(now.getTime() + this.minutesAhead() * MINUTE_MS);
    const location = somewhere(random);
    const clearance = random.next();
    return {
      title: 'Guard wanted',
      jobType: random.one(SITES),
      locationAddress: 'A street in the city',
      location,
      startTime: startTime.toISOString(),
      endTime: new Date(startTime.getTime() + random.whole(2, 6) * 30 * MINUTE_MS).toISOString(),
      requiredClearanceLevel: clearance < 0.75 ? 'basic' : clearance < 0.95 ? 'armed' : 'executive',
      requiredSkills: [...random.one(random.chance(0.85) ? COMMON_WISHES : RARE_WISHES)],
      hourlyRateCents: random.whole(28, 60) * 100,
    };
  }

  /** Some want somebody at once, most within the hour or so, some later in the day. */
  private minutesAhead(): number {
    const kind = this.random.next();
    if (kind < 0.15) return 0;
    return kind < 0.7 ? this.random.whole(20, 90) : this.random.whole(150, 300);
  }
}
