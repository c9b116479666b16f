import type { WireAnswer, api } from '@aegis/contract';
import type { Replies } from '../answering-server';
import {
  at,
  dayAgo,
  daysAgo,
  ids,
  idOf,
  JOB_ID,
  jobsOf,
  NAMES,
  nameOf,
  page,
  PLACE,
  rowId,
  rowsOf,
  type Scene,
  turn,
  userOf,
} from './scene';

/** What every page that somebody is signed in to asks for. */
export const frameAnswers = (scene: Scene, role: 'customer' | 'guard' | 'admin'): Replies => ({
  'GET /users/me': { answer: userOf(scene, role) },
  'GET /notifications/unread': { answer: { unread: Math.min(scene.rows, 3) } },
  'POST /notifications/read': { answer: { unread: 0 } },
  'GET /jobs': { answer: page(jobsOf(scene)) },
  'GET /notifications': { answer: page(messagesOf(scene)) },
  ...accountAnswers(scene, role),
});

const messagesOf = (scene: Scene): WireAnswer<typeof api.notifications.list>['items'] =>
  rowsOf(scene, (number) => ({
    ...{
      id: rowId(number),
      kind: 'job_matched',
      link: `/jobs/${JOB_ID}`,
      jobId: JOB_ID,
      createdAt: at(-number * 95 - 4),
    },
    title: turn(['A guard has accepted', 'Your guard is on the way', 'The job has ended'], number),
    body: `${NAMES[scene.names].title}, ${nameOf(scene, 'guard')}`,
    ...{ readAt: number < 3 ? null : at(-number * 95), isCurrent: number < 9 },
  }));

const accountAnswers = (scene: Scene, role: 'customer' | 'guard' | 'admin'): Replies => ({
  'GET /auth/sessions': {
    answer: page([
      {
        ...{ id: idOf(50), device: 'Chrome on Linux', ip: '192.0.2.10', createdAt: daysAgo(2), current: true },
        ...{ lastActiveAt: at(0), expiresAt: daysAgo(-28) },
      },
    ]) satisfies WireAnswer<typeof api.auth.sessions>,
  },
  'GET /auth/passkeys': {
    answer: page(
      rowsOf({ ...scene, rows: Math.min(scene.rows, 1) }, () => ({
        ...{ id: idOf(51), name: 'My phone', createdAt: daysAgo(40), lastUsedAt: daysAgo(1), isBackedUp: true },
      })),
    ) satisfies WireAnswer<typeof api.passkeys.list>,
  },
  'GET /auth/second-factor': { answer: { isOn: false, recoveryCodesLeft: 0 } },
  'GET /calendar-feed': { answer: { feed: scene.rows === 0 ? null : { madeAt: daysAgo(30), readAt: at(-50) } } },
  'GET /notifications/preferences': { answer: preferencesOf(role) },
  'GET /users/me/exports': { answer: page([]) },
  'GET /users/me/standing': {
    answer: { standing: 'suspended', reason: 'Two jobs were left.', suspendedAt: daysAgo(1), erasureDueAt: null },
  },
  'GET /users/me/places': { answer: page(placesOf(scene)) },
  'GET /payments/methods': { answer: page(cardsOf(scene)) },
  'GET /payments/credit': {
    answer: {
      availableCents: scene.rows === 0 ? 0 : 2000,
      ...page(scene.rows === 0 ? [] : [{ amountCents: 2000, leftCents: 2000, givenAt: daysAgo(5) }]),
    } satisfies WireAnswer<typeof api.payments.credit>,
  },
});

function preferencesOf(role: 'customer' | 'guard' | 'admin'): WireAnswer<typeof api.notifications.preferences> {
  const wishes = { push: true, email: true, sms: false };
  const ofAll = { shift: wishes, money: wishes, account: wishes };
  const categories = {
    customer: ofAll,
    guard: { offers: wishes, ...ofAll },
    admin: { operations: wishes, account: wishes },
  }[role];
  return { categories, quietHours: null, smsOffered: false };
}

/** A customer has a few of these, however many jobs. */
const AFEW = 2;

const placesOf = (scene: Scene): WireAnswer<typeof api.places.saved>['items'] =>
  rowsOf({ ...scene, rows: Math.min(scene.rows, AFEW) }, (number) => ({
    id: idOf(60 + number),
    label: turn(['Harbour', 'Warehouse'], number),
    address: NAMES[scene.names].address,
    location: PLACE,
    siteRadiusMeters: 150,
    notes: null,
    contact: null,
  }));

const cardsOf = (scene: Scene): WireAnswer<typeof api.payments.methods>['items'] =>
  rowsOf({ ...scene, rows: Math.min(scene.rows, AFEW) }, (number) => ({
    ...{ id: `pm_${number}`, brand: turn(['visa', 'mastercard'], number), last4: turn(['4242', '4444'], number) },
    ...{ expiresMonth: 4, expiresYear: 2031, isDefault: number === 0 },
  }));

/** Of the form of a booking, and of an operator's. */
export const bookingAnswers = (scene: Scene): Replies => ({
  'POST /jobs/quote': {
    answer: {
      ...{ totalAmountCents: 12_000, platformFeeCents: 2400, guardPayoutCents: 9600 },
      ...{ suggestedHourlyRateCents: null, eligibleGuards: 3, nearestMeters: 3000 },
    } satisfies WireAnswer<typeof api.jobs.quote>,
  },
  'GET /places': {
    answer: {
      items: [{ label: NAMES[scene.names].address, position: PLACE, precision: 'address' }],
      attribution: 'GeoNames, CC BY 4.0',
    } satisfies WireAnswer<typeof api.places.search>,
  },
});

type Profile = WireAnswer<typeof api.guards.me>;

const profileOf = (scene: Scene): Profile => ({
  userId: ids.guard,
  ...NAMES[scene.names].people.guard,
  ...{ licenseNumber: 'G1234567', licenseState: 'CA', licenseExpiresOn: '2028-06-30', licenseVerifiedAt: daysAgo(280) },
  ...{ papersVersion: 3, licenseRefusal: null, clearanceLevel: 'basic', skills: ['crowd control'] },
  ...{ certifications: ['CPR'], availabilityStatus: 'available', hourlyRateCents: 2500, totalJobsCompleted: 214 },
  ...{ averageRating: 4.8, totalMinutesWorked: 51_360, baseLocation: PLACE, currentLocation: PLACE },
  ...{ locationUpdatedAt: at(-1), timeZone: 'America/Los_Angeles', workingWeek: null, daysOff: [] },
});

/** Of a guard who has only opened their account. */
const newProfile = (scene: Scene): Profile => ({
  ...profileOf(scene),
  ...{ licenseNumber: null, licenseState: null, licenseExpiresOn: null, licenseVerifiedAt: null, papersVersion: 1 },
  ...{ skills: [], certifications: [], availabilityStatus: 'offline', hourlyRateCents: null, totalJobsCompleted: 0 },
  ...{ averageRating: null, totalMinutesWorked: 0, baseLocation: null, currentLocation: null, timeZone: null },
  locationUpdatedAt: null,
});

export function guardAnswers(scene: Scene): Replies {
  const isNew = scene.rows === 0;
  return {
    'GET /guards/me': { answer: isNew ? newProfile(scene) : profileOf(scene) },
    'PATCH /guards/me/availability': { answer: isNew ? newProfile(scene) : profileOf(scene) },
    'GET /guards/me/readiness': {
      answer: {
        ...{ papersEntered: !isNew, licenseScan: !isNew, licenseVerified: !isNew, photo: !isNew },
        ...{ taxId: !isNew, payoutAccount: !isNew },
      } satisfies WireAnswer<typeof api.guards.readiness>,
    },
    'GET /guards/me/tax-id': { answer: { lastFour: isNew ? null : '6789' } },
    'GET /guards/me/offers': { answer: page(offersOf(scene)) },
    'GET /guards/me/earnings': { answer: earningsOf(scene) },
  };
}

/** More than three at once a guard is not asked for. */
const MOST_OFFERS = 3;

const offersOf = (scene: Scene): WireAnswer<typeof api.offers.mine>['items'] =>
  rowsOf({ ...scene, rows: Math.min(scene.rows, MOST_OFFERS) }, (number) => ({
    id: idOf(70 + number),
    job: {
      ...{ id: idOf(80 + number), title: NAMES[scene.names].title, description: null, jobType: 'event' },
      ...{ locationAddress: NAMES[scene.names].address, location: PLACE, durationHours: 4 },
      ...{ startTime: at(360 + number * 60), endTime: at(600 + number * 60), requiredClearanceLevel: 'basic' },
      ...{ requiredSkills: ['crowd control'], specialRequirements: [] },
    },
    ...{ distanceMeters: 2900 + number * 1400, payoutCents: 9600 + number * 1200, expiresAt: at(0.78 + number) },
  }));

const earningsOf = (scene: Scene): WireAnswer<typeof api.guards.earnings> => ({
  ...{ paidCents: scene.rows * 9600, pendingCents: scene.rows === 0 ? 0 : 9600 },
  ...{ jobsCompleted: scene.rows, minutesWorked: scene.rows * 240, owed: [], bounced: [] },
  payouts: rowsOf(scene, (number) => ({
    ...{ paymentId: rowId(number), jobId: JOB_ID, jobTitle: NAMES[scene.names].title, amountCents: 9600 },
    ...{ status: number === 0 ? 'pending' : 'succeeded', createdAt: daysAgo(number) },
    succeededAt: number === 0 ? null : daysAgo(number - 0.5),
  })),
});

/** What comes to the phones of the demo. */
export const phonesAnswers = (scene: Scene): Replies => ({
  'GET /demo/phones': {
    answer: {
      items: rowsOf({ ...scene, rows: Math.min(scene.rows, AFEW) }, (number) => ({
        of: turn(['customer@example.com', 'guard@example.com'], number),
        person: { name: nameOf(scene, turn(['customer', 'guard'], number)), role: turn(['customer', 'guard'], number) },
        received: rowsOf(scene, (message) => ({
          ...{ id: `${number}-${message}`, channel: turn(['app', 'email', 'push'] as const, message) },
          ...{ at: at(-message * 7), title: 'A guard has accepted', link: `/jobs/${JOB_ID}` },
          text: `${NAMES[scene.names].title}, ${dayAgo(0)}`,
        })),
      })),
    } satisfies WireAnswer<typeof api.phones.list>,
  },
});
