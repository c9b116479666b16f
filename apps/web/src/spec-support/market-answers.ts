import type { JobStatus, UserRole } from '@aegis/contract';
import type { Job } from '../jobs/job-queries';
import type { GuardProfile } from '../guard/guard-profile';
import type { User } from '../data/session-state';

const MINUTE_MS = 60_000;
export const JOB_ID = '0198a8f0-0000-7000-8000-000000000001';
const ids = { customer: '0198a8f0-0000-7000-8000-000000000002', guard: '0198a8f0-0000-7000-8000-000000000003' };
export const PLACE = { lat: 37.8044, lng: -122.2712 };

export const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * MINUTE_MS).toISOString();

export const somebody = (role: UserRole): User =>
  ({ id: role === 'guard' ? ids.guard : ids.customer, role, firstName: 'Kim', lastName: 'Reed' }) as User;

/** Four hours that begin so many minutes from now. */
export const jobIn = (minutes: number, status: JobStatus, changes: Partial<Job> = {}): Job => ({
  id: JOB_ID,
  status,
  title: 'Night watch',
  description: null,
  jobType: 'basic',
  locationAddress: '1 Quay Street, Oakland, CA 94601',
  location: PLACE,
  siteRadiusMeters: 150,
  locationNotes: null,
  contact: null,
  purchaseOrder: null,
  startTime: inMinutes(minutes),
  endTime: inMinutes(minutes + 240),
  durationHours: 4,
  requiredClearanceLevel: 'basic',
  requiredSkills: [],
  specialRequirements: [],
  hourlyRateCents: 3000,
  totalAmountCents: 12_000,
  platformFeeCents: 1800,
  guardPayoutCents: 10_200,
  workedMinutes: null,
  dueAmountCents: null,
  checkInProof: status === 'in_progress' ? 'position' : null,
  endedBy: null,
  leftPostAt: null,
  waitAskedAt: null,
  waitsUntil: null,
  customer: { id: ids.customer, name: 'Kim Reed' },
  guard: status === 'requested' ? null : { id: ids.guard, name: 'Lou Park' },
  requestedAt: inMinutes(-120),
  matchedAt: status === 'requested' ? null : inMinutes(-90),
  startedAt: status === 'in_progress' ? inMinutes(minutes) : null,
  completedAt: null,
  cancelledAt: null,
  cancellationReason: null,
  cancelledBy: null,
  version: 1,
  ...changes,
});

export const pageOf = (items: readonly unknown[]) => ({ items, nextCursor: null });

export const QUOTE = {
  totalAmountCents: 12_000,
  platformFeeCents: 1800,
  guardPayoutCents: 10_200,
  suggestedHourlyRateCents: null,
  eligibleGuards: 3,
  nearestMeters: 3000,
};

export const CARD = { id: 'pm_1', brand: 'visa', last4: '4242', expiresMonth: 4, expiresYear: 2031, isDefault: true };

/** A hold that the bank of the card has refused. */
export const REFUSED_HOLD = {
  id: '0198a8f0-0000-7000-8000-000000000004',
  jobId: JOB_ID,
  type: 'charge',
  purpose: 'booking',
  status: 'failed',
  amountCents: 12_000,
  platformFeeCents: 1800,
  guardPayoutCents: 10_200,
  isGuarantee: false,
  failureCode: 'card_declined',
  failureMessage: 'Your card has insufficient funds.',
  mendBy: inMinutes(60),
  onSession: false,
  createdAt: inMinutes(-1),
  succeededAt: null,
  failedAt: inMinutes(-1),
};

/** Of a guard whose papers wait for an administrator. */
export const GUARD_PROFILE: GuardProfile = {
  ...{ userId: ids.guard, firstName: 'Lou', lastName: 'Park', papersVersion: 3 },
  ...{ licenseNumber: 'G1234567', licenseState: 'CA', licenseExpiresOn: '2031-04-01', licenseVerifiedAt: null },
  ...{ licenseRefusal: null, clearanceLevel: 'basic', skills: [], certifications: [], availabilityStatus: 'offline' },
  ...{ hourlyRateCents: 2500, totalJobsCompleted: 0, averageRating: null, totalMinutesWorked: 0 },
  ...{ baseLocation: PLACE, currentLocation: null, locationUpdatedAt: null, timeZone: 'America/Los_Angeles' },
  ...{ workingWeek: null, daysOff: [] },
};

/** A booking that is paid. */
export const PAID = {
  ...REFUSED_HOLD,
  ...{ status: 'succeeded', failureCode: null, failureMessage: null, mendBy: null, failedAt: null },
  succeededAt: inMinutes(-1),
};

const { id, title, jobType, locationAddress, location, startTime, endTime, durationHours } = jobIn(60, 'requested');
/** That is open for so many seconds. */
export const offerFor = (seconds: number) => ({
  id: '0198a8f0-0000-7000-8000-000000000005',
  job: {
    description: null,
    ...{ id, title, jobType, locationAddress, location, startTime, endTime, durationHours },
    requiredClearanceLevel: 'basic',
    requiredSkills: [],
    specialRequirements: [],
  },
  distanceMeters: 2900,
  payoutCents: 10_200,
  expiresAt: inMinutes(seconds / 60),
});
