import type { INestApplicationContext } from '@nestjs/common';
import { GuardProfilesService } from '../../src/features/guard-profiles/guard-profiles.service.js';
import { Passwords } from '../../src/features/identity/credentials/passwords.js';
import { UsersRepository } from '../../src/features/identity/users/users.repository.js';
import { UserEntity } from '../../src/features/identity/users/user.entity.js';
import { PayoutAccounts } from '../../src/features/payments/payouts/payout-accounts.js';
import { Cards } from '../../src/features/payments/stripe/cards.js';
import { StripeClient } from '../../src/features/payments/stripe/stripe-client.js';
import { StripeCustomers } from '../../src/features/payments/stripe/stripe-customers.js';
import { Clock, Ids } from '../../src/platform/clock/clock.js';
import { DAY_MS, shift } from '../../src/platform/clock/duration.js';
import { Database } from '../../src/platform/database/database.js';
import type { Caller } from '../../src/platform/http/http-request.js';
import { DEMO_ADMIN, DEMO_CUSTOMER, DEMO_GUARDS, DEMO_PASSWORD, type DemoAccount, type DemoGuard } from './accounts.js';

/** The demo people as callers of use cases. */
export interface DemoPeople {
  customer: Caller;
  admin: Caller;
  /** In the order of DEMO_GUARDS. */
  guards: Caller[];
}

const LICENSE_DAYS = 2 * 365;

/**
 * Those that are missing are made; `created`: some were.
 * @returns null `people` when one of them is suspended or closed by now: then nothing is played between them
 */
export async function createDemoAccounts(
  application: INestApplicationContext,
): Promise<{ people: DemoPeople | null; created: boolean }> {
  const made: DemoAccount[] = [];
  const gone: DemoAccount[] = [];
  const person = async (account: DemoAccount): Promise<Caller> => {
    const known = await application.get(UsersRepository, { strict: false }).byEmailOfAnybody(account.email);
    if (known && known.status !== 'active') gone.push(account);
    if (known)
      return { userId: known.id, role: known.role, language: known.language, sessionId: known.id, isForRights: false };
    made.push(account);
    return createUser(application, account);
  };
  const [customer, admin] = [await person(DEMO_CUSTOMER), await person(DEMO_ADMIN)];
  const guards: Caller[] = [];
  for (const guard of DEMO_GUARDS) guards.push(await person(guard));
  const created = made.length > 0;
  if (gone.length > 0) return { people: null, created };
  for (const [index, guard] of DEMO_GUARDS.entries()) {
    const caller = guards[index];
    if (caller) await prepareGuard(application, caller, guard);
  }
  await saveTestCard(application, customer);
  return { people: { customer, admin, guards }, created };
}

/** Their jobs are held on it. The double of one's own has given them one; Stripe in test mode, or a double that is shared, has not. */
async function saveTestCard(application: INestApplicationContext, { userId }: Caller): Promise<void> {
  if ((await application.get(Cards, { strict: false }).list(userId)).items.length > 0) return;
  const { api } = application.get(StripeClient, { strict: false });
  await application
    .get(StripeCustomers, { strict: false })
    .with(userId, (customer) => api.paymentMethods.attach('pm_card_visa', { customer }));
}

/** Past registration's rules on purpose: it makes no administrator and takes no password this short. */
async function createUser(application: INestApplicationContext, account: DemoAccount): Promise<Caller> {
  const { email, firstName, lastName, role } = account;
  const now = application.get(Clock, { strict: false }).now();
  const userId = application.get(Ids, { strict: false }).next();
  const passwordHash = await application.get(Passwords, { strict: false }).hash(DEMO_PASSWORD);
  const user = { id: userId, email, firstName, lastName, role, passwordHash, status: 'active' as const };
  const times = { createdAt: now, emailVerifiedAt: now, identityVerifiedAt: now };
  await application.get(Database, { strict: false }).manager.insert(UserEntity, { ...user, ...times });
  return { userId, role, language: 'en', sessionId: userId, isForRights: false };
}

/** Up to the first word of their own in the profile: what a guard has changed since is theirs. */
async function prepareGuard(application: INestApplicationContext, caller: Caller, guard: DemoGuard): Promise<void> {
  const profiles = application.get(GuardProfilesService, { strict: false });
  const { licenseNumber, clearanceLevel, skills, certifications, hourlyRateCents, base } = guard;
  const now = application.get(Clock, { strict: false }).now();
  if ((await profiles.own(caller.userId)).licenseNumber === null)
    await profiles.replace(caller.userId, {
      licenseNumber,
      licenseState: 'CA',
      licenseExpiresOn: shift(now, LICENSE_DAYS * DAY_MS)
        .toISOString()
        .slice(0, 10),
      clearanceLevel,
      skills,
      certifications,
      hourlyRateCents,
      baseLocation: base,
    });
  const profile = await profiles.get(caller.userId);
  if (profile.licenseNumber !== licenseNumber || profile.licenseVerifiedAt) return;
  await profiles.verify(caller.userId, profile.papersVersion);
  await openPayoutAccount(application, caller.userId);
}

/** The double's onboarding page takes test data; Stripe's own is for the guard alone, so there it stays open. */
async function openPayoutAccount(application: INestApplicationContext, guardId: string): Promise<void> {
  const { onboardingUrl } = await application.get(PayoutAccounts, { strict: false }).open(guardId);
  if (!onboardingUrl || new URL(onboardingUrl).hostname !== '127.0.0.1') return;
  await fetch(onboardingUrl, { method: 'POST', redirect: 'manual' });
}
