import type { PersonOfDesk, WireAnswer, api } from '@aegis/contract';
import type { Replies } from '../answering-server';
import { at, type Job, JOB_ID, ids, idOf, jobOf, NAMES, nameOf, page, PLACE, type Scene } from './scene';

type Payments = WireAnswer<typeof api.payments.ofJob>;
type Timeline = WireAnswer<typeof api.jobs.timeline>['items'];
type Hours = WireAnswer<typeof api.hours.ofJob>;
type Trail = WireAnswer<typeof api.tracking.trail>;
type Card = WireAnswer<typeof api.guards.card>;

const HOLD_ID = idOf(10);

/** Minutes from now. */
const minutesTo = (moment: string): number => (Date.parse(moment) - Date.parse(at(0))) / 60_000;

function timelineOf(job: Job): Timeline {
  const booked = minutesTo(job.requestedAt);
  const { customer, guard } = ids;
  const rows: Pick<Timeline[number], 'type' | 'actor' | 'from' | 'to' | 'at' | 'details'>[] = [
    {
      ...{ type: 'job.requested', actor: { id: customer, role: 'customer' }, from: null, to: 'requested' },
      ...{ at: at(booked), details: {} },
    },
    {
      ...{ type: 'hold.placed', actor: { id: null, role: 'system' }, from: null, to: null, at: at(booked) },
      details: { paymentId: HOLD_ID, amountCents: job.totalAmountCents },
    },
    {
      ...{ type: 'offers.sent', actor: { id: null, role: 'system' }, from: null, to: null, at: at(booked + 1) },
      details: { wave: 1, guards: 3, radiusMeters: 8000 },
    },
  ];
  if (job.matchedAt !== null)
    rows.push({
      ...{ type: 'job.matched', actor: { id: guard, role: 'guard' }, from: 'requested', to: 'matched' },
      ...{ at: job.matchedAt, details: { offerId: idOf(11) } },
    });
  if (job.startedAt !== null)
    rows.push({
      ...{ type: 'job.started', actor: { id: guard, role: 'guard' }, from: 'matched', to: 'in_progress' },
      ...{ at: job.startedAt, details: { proof: 'position', distanceMeters: 14, accuracyMeters: 8 } },
    });
  if (job.completedAt !== null)
    rows.push({
      ...{ type: 'job.completed', actor: { id: guard, role: 'guard' }, from: 'in_progress', to: 'completed' },
      ...{ at: job.completedAt, details: { proof: 'position', workedMinutes: 210, dueAmountCents: 10_500 } },
    });
  return rows.map((row, number) => ({ id: number + 1, ...row }));
}

const NOTHING_PAID: Payments['sum'] = {
  ...{ chargedCents: 0, refundedCents: 0, creditedCents: 0, paidOutCents: 0 },
  ...{ platformCents: 0, guaranteedCents: 0, owedCents: 0, heldCents: 0 },
};

const HELD = { amountCents: 12_000, platformFeeCents: 2400, guardPayoutCents: 9600 };
/** Less half an hour of break. */
const PAID = { amountCents: 10_500, platformFeeCents: 2100, guardPayoutCents: 8400 };

function paymentsOf(job: Job): Payments {
  const isPaid = job.status === 'completed';
  const row: Payments['items'][number] = {
    id: HOLD_ID,
    jobId: job.id,
    type: 'charge',
    purpose: 'booking',
    status: isPaid ? 'succeeded' : job.status === 'cancelled' ? 'cancelled' : 'authorized',
    ...(isPaid ? PAID : HELD),
    isGuarantee: false,
    ...{ failureCode: null, failureMessage: null, mendBy: null, onSession: false },
    ...{ createdAt: job.requestedAt, succeededAt: isPaid ? job.completedAt : null, failedAt: null },
  };
  const payout = {
    ...row,
    id: idOf(12),
    type: 'payout',
    amountCents: PAID.guardPayoutCents,
    createdAt: at(-1),
  } as const;
  const { amountCents, guardPayoutCents, platformFeeCents } = PAID;
  const paid = { chargedCents: amountCents, paidOutCents: guardPayoutCents, platformCents: platformFeeCents };
  return {
    ...page(isPaid ? [row, payout] : [row]),
    sum: { ...NOTHING_PAID, ...(isPaid ? paid : job.status === 'cancelled' ? {} : { heldCents: 12_000 }) },
  };
}

/** A hold that the bank of the card has refused: with an hour to give another. */
export function declinedHold(scene: Scene): Replies {
  const job = jobOf(scene, scene.job);
  const [hold] = paymentsOf(job).items;
  const failed = {
    ...{ ...hold, status: 'failed', failureCode: 'card_declined', failedAt: at(-1) },
    ...{ failureMessage: 'Your card has insufficient funds.', mendBy: at(60) },
  };
  return { 'GET /jobs/:id/payments': { answer: { ...page([failed]), sum: NOTHING_PAID } } };
}

function hoursOf(job: Job): Hours {
  const hasEnded = job.status === 'completed';
  const begun = job.startedAt === null ? 0 : minutesTo(job.startedAt);
  const record: Hours['record'] = {
    ...{ madeAt: at(begun + 240), workedMinutes: 210, dueAmountCents: 10_500 },
    ...{ presentMinutes: 200, unknownMinutes: 10, awayMinutes: 0, breakMinutes: 30 },
    intervals: [
      { beginsAt: at(begun), endsAt: at(begun + 120), kind: 'present', fixes: 96 },
      { beginsAt: at(begun + 120), endsAt: at(begun + 150), kind: 'break', fixes: 0 },
      { beginsAt: at(begun + 150), endsAt: at(begun + 160), kind: 'unknown', fixes: 0 },
      { beginsAt: at(begun + 160), endsAt: at(begun + 240), kind: 'present', fixes: 61 },
    ],
  };
  return {
    ...{ bookedMinutes: 240, bookedCents: 12_000, onBreakSince: null, record: hasEnded ? record : null },
    ...{ lateEvidence: null, workedMinutes: hasEnded ? 210 : null, billedMinutes: hasEnded ? 210 : null },
    ...{ dueAmountCents: hasEnded ? 10_500 : null, why: hasEnded ? 'as_worked' : null, corrections: [] },
    ...{ canAskUntil: hasEnded ? at(48 * 60) : null, mostMinutes: hasEnded ? 244 : null },
  };
}

/** From the west to the gate. */
const WAY = Array.from({ length: 12 }, (_, step) => [
  PLACE.lng - 0.012 + step * 0.00109,
  PLACE.lat - 0.004 + step * 0.00036,
]);

const trailOf = (job: Job): Trail => {
  const isSeen = job.status === 'matched' || job.status === 'in_progress';
  return {
    type: 'Feature',
    geometry: isSeen ? { type: 'LineString', coordinates: WAY } : null,
    properties: {
      ...{ jobId: job.id, fixes: isSeen ? WAY.length : 0, lengthMeters: isSeen ? 1180 : 0, gaps: [] },
      ...{ firstRecordedAt: isSeen ? at(-12) : null, lastRecordedAt: isSeen ? at(0) : null },
    },
  };
};

/** Of a guard who was last heard of so many minutes ago, on the way or at the gate. */
export const fixAgo = (minutes: number, isThere: boolean): WireAnswer<typeof api.tracking.latest> => ({
  ...(isThere ? PLACE : { lat: PLACE.lat - 0.0108, lng: PLACE.lng - 0.0162 }),
  ...{ accuracyMeters: 8, grade: 'good', speedMps: isThere ? 0 : 9, headingDegrees: 52 },
  ...{ recordedAt: at(-minutes), ageSeconds: minutes * 60, silentSince: minutes < 10 ? null : at(-minutes) },
});

const cardOf = (scene: Scene): Card => ({
  ...{ userId: ids.guard, name: nameOf(scene, 'guard'), clearanceLevel: 'basic', skills: ['crowd control'] },
  ...{ certifications: ['CPR'], licenseState: 'CA', licenseVerified: true, averageRating: 4.8 },
  ...{ totalJobsCompleted: 214, hasPhoto: false },
});

const wavesOf = ({ status }: Job): WireAnswer<typeof api.jobs.matchExplanation> => ({
  waves: [
    {
      ...{ wave: 1, reason: 'wave', decidedAt: at(-179), radiusMeters: 8000, marketAcceptance: 0.6, onlyNearest: null },
      weights: { proximity: 0.4, skills: 0.2, rating: 0.2, acceptance: 0.1, fairness: 0.1 },
      guards: [1, 2, 3].map((rank) => ({
        ...{ rank, guard: null, distanceMeters: null, score: null, components: null },
        offer: rank === 2 && status !== 'requested' ? 'accepted' : 'superseded',
      })),
    },
  ],
  mine: null,
});

const conversationOf = (
  scene: Scene,
  job: Job,
  as: 'customer' | 'guard',
): WireAnswer<typeof api.conversations.ofJob> => {
  const said = (number: number, from: 'customer' | 'guard', words: string) => ({
    ...{ id: idOf(20 + number), clientId: idOf(30 + number), from, isMine: from === as, words },
    ...{ writtenAt: at(-30 + number * 4), readAt: at(-28 + number * 4), isWithFormerGuard: false },
  });
  const items = [
    said(0, 'customer', NAMES[scene.names].words),
    said(1, 'guard', 'Understood. I am there ten minutes before.'),
    said(2, 'customer', 'Thank you. The key is with the porter.'),
  ];
  return { items: scene.rows === 0 ? [] : items, openUntil: job.status === 'cancelled' ? null : at(28 * 60) };
};

/** Everything that the page of a job asks for, of either party. */
export function jobAnswers(scene: Scene, as: 'customer' | 'guard'): Replies {
  const job = jobOf(scene, scene.job);
  const isNew = job.status === 'requested' && scene.rows === 0;
  return {
    'GET /jobs/:id': { answer: job },
    'GET /jobs/:id/timeline': { answer: page(isNew ? [] : timelineOf(job)) },
    'GET /jobs/:id/payments': { answer: paymentsOf(job) },
    'GET /jobs/:id/hours': { answer: hoursOf(job) },
    'GET /jobs/:id/trail': { answer: trailOf(job) },
    'GET /jobs/:id/location': { answer: fixAgo(0, job.status === 'in_progress') },
    'GET /jobs/:id/conversation': { answer: conversationOf(scene, job, as) },
    'POST /jobs/:id/conversation/read': { answer: null },
    'GET /jobs/:id/alarms': { answer: { items: [] } },
    'GET /jobs/:id/share-links': { answer: { items: [] } },
    'GET /jobs/:id/proposals': { answer: page([]) },
    'GET /jobs/:id/match-explanation': { answer: isNew ? { waves: [], mine: null } : wavesOf(job) },
    'GET /jobs/:id/arrival-code': { answer: { code: '407215', triesLeft: 5 } },
    'GET /jobs/:id/signed-receipt': {
      answer: {
        entries: 3,
        agreements: [],
        toSign: job.status === 'completed' ? { workedMinutes: 210, dueCents: 10_500, record: 'a'.repeat(64) } : null,
      } satisfies WireAnswer<typeof api.receipts.ofJob>,
    },
    'GET /jobs/:id/rest': {
      answer: {
        ...{ startTime: at(0), endTime: job.endTime, totalAmountCents: 7500, bookedAs: null },
      } satisfies WireAnswer<typeof api.jobs.quoteRest>,
    },
    'GET /jobs/:id/candidates': {
      answer: page(
        [1200, 3000, 5000].slice(0, scene.rows).map((distanceMeters) => ({
          ...{ guard: null, distanceMeters, score: null, components: null },
        })),
      ),
    },
    'GET /guards/:userId': { answer: cardOf(scene) },
    'POST /jobs/:id/locations': { answer: { stored: 1, duplicates: 0, rejected: [] } },
    'GET /admin/jobs/:id': { answer: deskOf(scene, job) },
    'GET /admin/jobs/:id/messages': { answer: { items: toldOf(scene) } },
  };
}

const personOnDesk = (scene: Scene, role: 'customer' | 'guard'): PersonOfDesk => ({
  ...{ id: ids[role], name: nameOf(scene, role), role, status: 'active' },
  ...{ email: `${role}@example.com`, phone: '+15105550134' },
});

const deskOf = (scene: Scene, job: Job): WireAnswer<typeof api.desk.job> => {
  const { items, sum } = paymentsOf(job);
  return {
    job,
    customer: personOnDesk(scene, 'customer'),
    guard: job.guard === null ? null : personOnDesk(scene, 'guard'),
    payments: items,
    sum,
    timeline: timelineOf(job),
    waves: wavesOf(job).waves,
    candidates: [],
    audit: [
      {
        ...{ position: 7, occurredAt: at(-3), action: 'GET /admin/jobs/:id', actorId: ids.admin, actorRole: 'admin' },
        ...{ subjectId: JOB_ID, requestId: null, facts: {}, actorName: nameOf(scene, 'admin') },
      },
    ],
  };
};

const toldOf = (scene: Scene): WireAnswer<typeof api.notifications.ofJob>['items'] => [
  {
    ...{ id: idOf(40), kind: 'job_matched', title: 'A guard has accepted', createdAt: at(-170), shownAt: at(-169) },
    person: { id: ids.customer, name: nameOf(scene, 'customer'), role: 'customer' },
    readAt: null,
    deliveries: [{ channel: 'email', state: 'sent', attempts: 1, at: at(-170), failure: null }],
  },
];
