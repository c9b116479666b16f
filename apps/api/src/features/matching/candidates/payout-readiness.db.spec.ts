import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type JobAnswer, Marketplace, type Person } from '../../../../test/marketplace.js';

const SOON = { timeout: 20_000, interval: 50 };
const REASON = 'Your account to be paid on is not ready: finish what Stripe still asks of you.';

let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open({ PAYOUT_ACCOUNT_REQUIRED: '1' });
});
afterAll(() => market.close());

const found = async (job: JobAnswer): Promise<(string | undefined)[]> =>
  (await (await market.admin()).client.jobs.candidates({ params: { id: job.id } })).items.map(
    (one) => one.guard?.userId,
  );

const standing = async (guard: Person, job: JobAnswer) =>
  (await guard.client.jobs.matchExplanation({ params: { id: job.id } })).mine;

async function accountOf({ id }: Person): Promise<string> {
  const [row] = await market.application.dataSource.query<{ account: string }[]>(
    `SELECT stripe_account_id AS account FROM users WHERE id = $1`,
    [id],
  );
  if (!row) throw new Error('there is no such user');
  return row.account;
}

async function nearJob(): Promise<{ guard: Person; customer: Person; job: JobAnswer }> {
  const location = market.newPlace();
  const guard = await market.verifiedGuard({ at: location });
  const customer = await market.registerCustomer();
  return { guard, customer, job: await market.book(customer, { location }) };
}

describe('a guard whose account cannot be paid yet', () => {
  it('gets no jobs, and is told why, before and after they have begun with the account', async () => {
    const { guard, job } = await nearJob();
    expect(await found(job)).toEqual([]);
    expect(await standing(guard, job)).toMatchObject({ verdict: 'not_eligible', reasons: [REASON] });
    await guard.client.guards.payoutAccount();
    expect(await found(job)).toEqual([]);
    expect((await standing(guard, job))?.reasons).toEqual([REASON]);
  });

  it('is found once Stripe says that the account is ready', async () => {
    const { guard, job } = await nearJob();
    await guard.client.guards.payoutAccount();
    market.application.stripe.completeOnboarding(await accountOf(guard));
    await vi.waitFor(async () => expect(await found(job)).toEqual([guard.id]), SOON);
    expect((await standing(guard, job))?.reasons).toEqual([]);
  });

  it('cannot accept what they were offered when the account has stopped being ready meanwhile', async () => {
    const { guard, job } = await nearJob();
    await guard.client.guards.payoutAccount();
    market.application.stripe.completeOnboarding(await accountOf(guard));
    await vi.waitFor(async () => expect(await found(job)).toEqual([guard.id]), SOON);
    const offer = await market.offerOf(guard, job);
    await market.application.dataSource.query(`UPDATE guard_profiles SET payouts_ready_at = NULL WHERE user_id = $1`, [
      guard.id,
    ]);
    const accepting = guard.client.offers.accept({ params: { id: offer.id } });
    await expect(accepting).rejects.toMatchObject({ status: 409 });
  });
});
