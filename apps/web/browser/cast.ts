import { type Client, createClient, signIn } from '@aegis/client';
import type { Position, WireAnswer, api } from '@aegis/contract';
import { expect } from 'vitest';
import { DEMO, PASSWORD } from './browsing';

const MINUTE_MS = 60_000;
const LASTS_MINUTES = 120;

export interface Account {
  id: string;
  email: string;
  client: Client;
}

/** People who act over the API, beside those whose browser is tested; around one place, far from other tests' guards. */
export class Cast {
  private constructor(
    readonly url: string,
    readonly place: Position,
    readonly admin: Client,
    private readonly now: () => number,
  ) {}

  /** @param now what the server's clock shows, where it is moved */
  static async at(url: string, place: Position, now = Date.now): Promise<Cast> {
    return new Cast(url, place, (await signIn(url, DEMO.admin, DEMO.password)).client, now);
  }

  async account(role: 'customer' | 'guard', firstName: string): Promise<Account> {
    const email = `${firstName.toLowerCase()}.${Date.now()}@example.com`;
    const body = { email, password: PASSWORD, firstName, lastName: 'Tester', role };
    const { token, user } = await createClient({ baseUrl: this.url }).auth.register({ body });
    return { id: user.id, email, client: createClient({ baseUrl: this.url, token }) };
  }

  /** Whose licence waits for an administrator. */
  async applicant(firstName: string): Promise<Account & { papersVersion: number }> {
    const guard = await this.account('guard', firstName);
    const { papersVersion } = await guard.client.guards.replaceMe({
      body: {
        licenseNumber: `G-${firstName}-10000`,
        licenseState: 'CA',
        licenseExpiresOn: '2030-12-31',
        clearanceLevel: 'basic',
        skills: [],
        hourlyRateCents: 1500,
        baseLocation: this.place,
      },
    });
    return { ...guard, papersVersion };
  }

  async guardOnDuty(firstName: string): Promise<Account> {
    const { papersVersion, ...guard } = await this.applicant(firstName);
    const body = { papersVersion, reason: 'Found in the register of the state' };
    await this.admin.admin.verifyGuard({ params: { userId: guard.id }, body });
    await guard.client.guards.setAvailability({ body: { status: 'available', location: this.place } });
    return guard;
  }

  /** Two hours at 30.00. */
  async book({ client }: Account, title: string, startsInMinutes = 20): Promise<WireAnswer<typeof api.jobs.create>> {
    const start = this.now() + startsInMinutes * MINUTE_MS;
    return client.jobs.create({
      idempotencyKey: crypto.randomUUID(),
      body: {
        title,
        jobType: 'basic',
        locationAddress: '600 F Street, San Diego, CA 92101',
        location: this.place,
        locationPrecision: 'by_hand',
        startTime: new Date(start).toISOString(),
        endTime: new Date(start + LASTS_MINUTES * MINUTE_MS).toISOString(),
        requiredClearanceLevel: 'basic',
        requiredSkills: [],
        hourlyRateCents: 3000,
      },
    });
  }

  async accept({ client }: Account, jobId: string): Promise<void> {
    const offerId = async (): Promise<string | undefined> =>
      (await client.offers.mine()).items.find(({ job }) => job.id === jobId)?.id;
    await expect.poll(offerId, { timeout: 60_000 }).toBeDefined();
    await client.offers.accept({ params: { id: (await offerId()) ?? '' }, idempotencyKey: crypto.randomUUID() });
  }
}
