import type { INestApplicationContext } from '@nestjs/common';
import type { UserRole } from '@aegis/contract';
import { GuardProfilesService } from '../../src/features/guard-profiles/guard-profiles.service.js';
import { Passwords } from '../../src/features/identity/credentials/passwords.js';
import { UserEntity } from '../../src/features/identity/users/user.entity.js';
import { PayoutAccounts } from '../../src/features/payments/payouts/payout-accounts.js';
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

export async function createDemoAccounts(application: INestApplicationContext): Promise<DemoPeople> {
  const customer = await createUser(application, DEMO_CUSTOMER);
  const admin = await createUser(application, DEMO_ADMIN);
  const guards: Caller[] = [];
  for (const guard of DEMO_GUARDS) guards.push(await createGuard(application, guard));
  return { customer, admin, guards };
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
  return { userId, role, sessionId: userId } satisfies Caller & { role: UserRole };
}

async function createGuard(application: INestApplicationContext, guard: DemoGuard): Promise<Caller> {
  const caller = await createUser(application, guard);
  const profiles = application.get(GuardProfilesService, { strict: false });
  const { licenseNumber, clearanceLevel, skills, certifications, hourlyRateCents, base } = guard;
  const now = application.get(Clock, { strict: false }).now();
  const { papersVersion } = await profiles.replace(caller.userId, {
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
  await profiles.verify(caller.userId, papersVersion);
  await openPayoutAccount(application, caller.userId);
  return caller;
}

/** The double's onboarding page takes test data; Stripe's own is for the guard alone, so there it stays open. */
async function openPayoutAccount(application: INestApplicationContext, guardId: string): Promise<void> {
  const { onboardingUrl } = await application.get(PayoutAccounts, { strict: false }).open(guardId);
  if (!onboardingUrl || new URL(onboardingUrl).hostname !== '127.0.0.1') return;
  await fetch(onboardingUrl, { method: 'POST', redirect: 'manual' });
}
