import { z } from 'zod';
import { endpoint, file, image } from './endpoint.js';
import {
  calendarDate,
  centsTotal,
  clearanceLevel,
  hourlyRateCents,
  id,
  instant,
  position,
  skills,
  text,
  cents,
} from './primitives.js';
import { LICENSE_NUMBER } from './limits.js';

export const availabilityStatus = z.enum(['available', 'busy', 'offline']);
export type AvailabilityStatus = z.output<typeof availabilityStatus>;

const licenseState = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'two letters, as in CA');

const MINUTES_OF_WEEK = 7 * 24 * 60;

const stretchOfWeek = z
  .strictObject({ fromMinute: z.int().min(0), toMinute: z.int().max(MINUTES_OF_WEEK) })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, 'ends after it begins');

const daysOff = z
  .strictObject({ firstDay: calendarDate, lastDay: calendarDate })
  .refine(({ firstDay, lastDay }) => firstDay <= lastDay, 'ends no earlier than it begins');

/**
 * When a guard takes scheduled jobs, in the time of their base. Weekly hours are minutes since Monday 0:00, so that a night
 * goes on into the next day; null: at any time. Both days of a stretch of days off belong to it.
 */
export const workingHours = z
  .strictObject({
    workingWeek: z.array(stretchOfWeek).min(1).max(50).nullable(),
    daysOff: z.array(daysOff).max(100).default([]),
  })
  .meta({ id: 'WorkingHours' });
export type WorkingHours = z.output<typeof workingHours>;

export const guardProfile = z
  .object({
    userId: id,
    firstName: z.string(),
    lastName: z.string(),
    licenseNumber: z.string().nullable(),
    licenseState: z.string().nullable(),
    licenseExpiresOn: calendarDate.nullable(),
    licenseVerifiedAt: instant.nullable(),
    /** Counted up whenever something changes that an administrator looks at; a verification names it. */
    papersVersion: z.int(),
    /** Why an administrator refused the papers; null: they did not, or the papers were sent again since. */
    licenseRefusal: z.object({ at: instant, reason: z.string() }).nullable(),
    clearanceLevel,
    skills: z.array(z.string()),
    certifications: z.array(z.string()),
    availabilityStatus,
    hourlyRateCents: cents.nullable(),
    totalJobsCompleted: z.int(),
    averageRating: z.number().nullable(),
    totalMinutesWorked: z.int(),
    baseLocation: position.nullable(),
    currentLocation: position.nullable(),
    locationUpdatedAt: instant.nullable(),
    /** Of the base, as `America/Los_Angeles`. */
    timeZone: z.string().nullable(),
    workingWeek: workingHours.shape.workingWeek,
    daysOff: z.array(daysOff),
  })
  .meta({ id: 'GuardProfile' });

/** What anybody signed in may see of a guard: no contacts, no position, no licence number. */
export const guardCard = z
  .object({
    userId: id,
    name: z.string(),
    clearanceLevel,
    skills: z.array(z.string()),
    certifications: z.array(z.string()),
    licenseState: z.string().nullable(),
    licenseVerified: z.boolean(),
    averageRating: z.number().nullable(),
    totalJobsCompleted: z.int(),
  })
  .meta({ id: 'GuardCard' });

export const payout = z
  .object({
    paymentId: id,
    jobId: id,
    jobTitle: z.string(),
    amountCents: cents,
    status: z.string(),
    createdAt: instant,
    succeededAt: instant.nullable(),
  })
  .meta({ id: 'Payout' });

/** Nine digits, hyphens as people write them. */
const taxId = z
  .string()
  .trim()
  .regex(/^(\d{3}-?\d{2}-?\d{4}|\d{2}-?\d{7})$/, 'nine digits, as 123-45-6789 or 12-3456789')
  .transform((value) => value.replaceAll('-', ''));

export const backgroundCheck = z
  .strictObject({
    result: z.enum(['clear', 'consider', 'failed']),
    checkedOn: calendarDate,
    provider: text(80),
    reference: text(80).optional(),
    note: text(500).optional(),
  })
  .meta({ id: 'BackgroundCheck' });
export type BackgroundCheck = z.output<typeof backgroundCheck>;

export const guards = {
  me: endpoint({
    method: 'GET',
    path: '/guards/me',
    access: ['guard'],
    summary: 'My guard profile',
    answer: guardProfile,
  }),
  replaceMe: endpoint({
    method: 'PUT',
    path: '/guards/me',
    access: ['guard'],
    summary: 'Set my guard profile; a changed licence or clearance must be verified again',
    body: z.strictObject({
      licenseNumber: text(40).regex(LICENSE_NUMBER, 'is not the number of a licence, as G1234567 is one'),
      licenseState,
      licenseExpiresOn: calendarDate,
      clearanceLevel,
      skills,
      certifications: z.array(text(80)).max(20).default([]),
      hourlyRateCents,
      baseLocation: position,
    }),
    answer: guardProfile,
  }),
  setWorkingHours: endpoint({
    method: 'PUT',
    path: '/guards/me/working-hours',
    access: ['guard'],
    summary:
      'Set my weekly hours and days off, in the time of my base; scheduled jobs outside of them are not offered to me',
    body: workingHours,
    answer: guardProfile,
  }),
  setAvailability: endpoint({
    method: 'PATCH',
    path: '/guards/me/availability',
    access: ['guard'],
    summary: 'Go on or off duty; on duty needs a position, so that jobs near by find me',
    body: z.strictObject({ status: z.enum(['available', 'offline']), location: position.optional() }),
    answer: guardProfile,
  }),
  readiness: endpoint({
    method: 'GET',
    path: '/guards/me/readiness',
    access: ['guard'],
    summary: 'What of all that a first job and its pay need is done',
    answer: z
      .object({
        /** Licence, rate and base. */
        papersEntered: z.boolean(),
        licenseScan: z.boolean(),
        licenseVerified: z.boolean(),
        photo: z.boolean(),
        taxId: z.boolean(),
        payoutAccount: z.boolean(),
      })
      .meta({ id: 'GuardReadiness' }),
  }),
  taxId: endpoint({
    method: 'GET',
    path: '/guards/me/tax-id',
    access: ['guard'],
    summary: 'Whether my tax id is known, and its last digits',
    answer: z.object({ lastFour: z.string().nullable() }),
  }),
  setTaxId: endpoint({
    method: 'PUT',
    path: '/guards/me/tax-id',
    access: ['guard'],
    summary: 'Set my tax id (SSN or EIN); kept encrypted and never shown whole again',
    body: z.strictObject({ taxId }),
  }),
  setLicenseScan: endpoint({
    method: 'PUT',
    path: '/guards/me/license-scan',
    access: ['guard'],
    summary: 'Upload a picture of my licence for the administrator: JPEG, PNG or WebP up to 5 MB',
    body: image,
    takesImage: true,
  }),
  licenseScan: endpoint({
    method: 'GET',
    path: '/guards/me/license-scan',
    access: ['guard'],
    summary: 'The picture of my licence',
    answer: file,
    fileTypes: ['image/jpeg'],
  }),
  card: endpoint({
    method: 'GET',
    path: '/guards/:userId',
    access: 'signed-in',
    summary: 'Public card of a guard',
    params: z.strictObject({ userId: id }),
    // Only here: to ask for a photo that is not there would leave an error in every browser's console.
    answer: guardCard.extend({ hasPhoto: z.boolean() }).meta({ id: 'GuardCardWithPhoto' }),
  }),
  earnings: endpoint({
    method: 'GET',
    path: '/guards/me/earnings',
    access: ['guard'],
    summary: 'What I earned: sums and the payout of each job',
    answer: z.object({
      paidCents: centsTotal,
      pendingCents: centsTotal,
      jobsCompleted: z.int(),
      minutesWorked: z.int(),
      payouts: z.array(payout),
      /** Their part of what customers' cards refused; what the platform has paid of it, or else when it will. */
      owed: z.array(
        z.object({
          jobId: id,
          jobTitle: z.string(),
          amountCents: centsTotal,
          guaranteedCents: centsTotal,
          guaranteedAt: instant.nullable(),
        }),
      ),
      /** What their bank has sent back: further payouts wait until they have given another, or theirs takes one. */
      bounced: z.array(z.object({ amountCents: cents, bouncedAt: instant })),
    }),
  }),
  payoutAccount: endpoint({
    method: 'POST',
    path: '/guards/me/payout-account',
    access: ['guard'],
    summary: 'Open my payout account, or go on with opening it',
    answer: z.object({
      onboardingUrl: z.string().nullable(),
      ready: z.boolean(),
      /** Of an account that is ready: where its owner changes their bank and finds their tax forms. Good once, for minutes. */
      dashboardUrl: z.string().nullable(),
    }),
  }),
};
