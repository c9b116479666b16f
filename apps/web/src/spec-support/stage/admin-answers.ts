import type { BoardKind, WireAnswer, api } from '@aegis/contract';
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

const DAYS = 14;

const overviewOf = (scene: Scene): WireAnswer<typeof api.admin.overview> => ({
  timeZone: 'America/Los_Angeles',
  jobsOpen: { requested: Math.min(scene.rows, 2), matched: scene.rows, in_progress: scene.rows },
  ...{ guardsAvailable: scene.rows * 2, guardsPendingVerification: Math.min(scene.rows, 2), offersLive: scene.rows },
  ...{ heldCents: scene.rows * 12_000, payoutsPendingCents: scene.rows * 1800 },
  searches: {
    ...{ over: scene.rows * 3, matched: scene.rows * 2, medianWaitSeconds: scene.rows === 0 ? null : 41 },
  },
  days: Array.from({ length: DAYS }, (_, day) => {
    const jobs = scene.rows === 0 ? 0 : (day * 5) % 7;
    return {
      day: dayAgo(DAYS - 1 - day),
      jobs: { requested: day === DAYS - 1 ? 1 : 0, matched: 1, in_progress: 0, completed: jobs, cancelled: jobs % 2 },
      ...{ chargedCents: jobs * 12_000, paidOutCents: jobs * 9600, refundedCents: (jobs % 3) * 3000 },
    };
  }),
  map: rowsOf(scene, (number) => ({
    ...{ id: rowId(number), title: NAMES[scene.names].title },
    status: turn(['requested', 'matched', 'in_progress'] as const, number),
    location: { lat: PLACE.lat + ((number * 7) % 11) * 0.07, lng: PLACE.lng + ((number * 5) % 13) * 0.09 },
  })),
});

type BoardRow = WireAnswer<typeof api.desk.board>['rows'][number];
type Trouble = Pick<BoardRow, 'kind' | 'trouble' | 'action'>;

const TROUBLES: readonly [Trouble, ...Trouble[]] = [
  { kind: 'alarm', trouble: null, action: 'help' },
  { kind: 'unfilled', trouble: null, action: 'assign' },
  { kind: 'guard_late', trouble: null, action: 'call_guard' },
  { kind: 'silent', trouble: null, action: 'call_guard' },
  { kind: 'left_post', trouble: null, action: 'call_guard' },
  { kind: 'over_time', trouble: null, action: 'end_job' },
  { kind: 'money', trouble: 'hold_failed', action: 'call_customer' },
  { kind: 'money', trouble: 'disputed', action: 'see_money' },
  { kind: 'correction', trouble: null, action: 'decide' },
  { kind: 'verification', trouble: null, action: 'verify' },
];

function boardOf(scene: Scene): WireAnswer<typeof api.desk.board> {
  const rows = rowsOf(
    { ...scene, rows: scene.rows === 0 ? 0 : Math.max(scene.rows, TROUBLES.length) },
    (number): BoardRow => {
      const { kind, trouble, action } = turn(TROUBLES, number);
      const isPerson = kind === 'verification';
      return {
        ...{ kind, trouble, action, since: at(-number * 3 - 5) },
        subject: {
          ...{ type: isPerson ? 'person' : 'job', id: rowId(number) },
          name: isPerson ? nameOf(scene, 'guard') : NAMES[scene.names].title,
        },
        ...{ startTime: kind === 'unfilled' ? at(35) : null, answerBy: trouble === 'disputed' ? daysAgo(-6) : null },
      };
    },
  );
  const count = (kind: BoardKind): number => rows.filter((row) => row.kind === kind).length;
  return {
    rows,
    counts: {
      ...{
        alarm: count('alarm'),
        unfilled: count('unfilled'),
        guard_late: count('guard_late'),
        silent: count('silent'),
      },
      ...{ left_post: count('left_post'), over_time: count('over_time'), money: count('money') },
      ...{ correction: count('correction'), verification: count('verification') },
    },
  };
}

const usersOf = (scene: Scene): WireAnswer<typeof api.admin.users>['items'] =>
  rowsOf(scene, (number) => ({
    ...userOf(scene, turn(['customer', 'guard', 'guard'] as const, number)),
    ...{ id: rowId(number), email: `person.${number}@example.com`, erasureDueAt: null, statusBeforeClosing: null },
    status: turn(['active', 'active', 'pending_verification', 'suspended'] as const, number),
  }));

const guardsOf = (scene: Scene): WireAnswer<typeof api.admin.pendingGuards>['items'] =>
  rowsOf(scene, (number) => ({
    userId: rowId(number),
    ...NAMES[scene.names].people.guard,
    ...{ licenseNumber: `G${1_234_567 + number}`, licenseState: 'CA', licenseExpiresOn: '2028-06-30' },
    ...{ licenseVerifiedAt: null, papersVersion: 1, licenseRefusal: null, clearanceLevel: 'armed' },
    ...{ skills: ['crowd control'], certifications: [], availabilityStatus: 'offline', hourlyRateCents: 2500 },
    ...{ totalJobsCompleted: 0, averageRating: null, totalMinutesWorked: 0, baseLocation: PLACE },
    ...{ currentLocation: null, locationUpdatedAt: null, timeZone: 'America/Los_Angeles', workingWeek: null },
    ...{ daysOff: [], hasLicenseScan: true },
  }));

const paymentsOf = (): ((number: number) => WireAnswer<typeof api.admin.payments>['items'][number]) => (number) => ({
  ...{ id: rowId(number), jobId: JOB_ID, purpose: 'booking', isGuarantee: false },
  type: turn(['charge', 'payout', 'refund'] as const, number),
  status: turn(['succeeded', 'authorized', 'failed', 'refunded'] as const, number),
  ...{ amountCents: 12_000, platformFeeCents: 2400, guardPayoutCents: 9600 },
  failureCode: turn([null, null, 'card_declined'], number),
  failureMessage: turn([null, null, 'Your card has insufficient funds.'], number),
  ...{ mendBy: null, onSession: false, createdAt: daysAgo(number), succeededAt: null, failedAt: null },
});

const disputesOf = (scene: Scene): WireAnswer<typeof api.disputes.list>['items'] =>
  rowsOf(scene, (number) => ({
    ...{ id: rowId(number), jobId: JOB_ID, jobTitle: NAMES[scene.names].title, paymentId: idOf(10) },
    status: turn(['needs_answer', 'answered', 'won', 'lost'] as const, number),
    ...{ isInquiry: false, amountCents: 12_000, reason: 'fraudulent', openedAt: daysAgo(number + 2) },
    ...{ answerBy: daysAgo(-6), provedPercent: 92, answersItselfAt: daysAgo(-5), answeredAt: null, closedAt: null },
  }));

type Run = WireAnswer<typeof api.reconciliations.list>['items'][number];

const runOf = (number: number): Run => ({
  ...{ id: rowId(number), days: 7, askedAt: daysAgo(number + 1), movementsRead: 412, endedAt: daysAgo(number + 1) },
  failure: null,
  result: {
    ...{ from: daysAgo(number + 8), to: daysAgo(number + 1), compared: 412, differenceCount: number === 0 ? 1 : 0 },
    sums: { oursCents: 1_284_000, besideJobsCents: 0, stripeCents: 1_284_000 },
  },
});

const moneyAnswers = (scene: Scene): Replies => ({
  'GET /admin/payments': { answer: page(rowsOf(scene, paymentsOf())) },
  'GET /admin/disputes': { answer: page(disputesOf(scene)) },
  'GET /admin/reconciliations': { answer: page(rowsOf(scene, runOf)) },
  'GET /admin/reconciliations/:id': {
    answer: {
      ...runOf(0),
      differences: [
        {
          ...{ kind: 'amount_differs', jobId: JOB_ID, paymentId: idOf(10), stripeId: 'ch_1' },
          ...{ oursCents: 12_000, stripeCents: 11_000, detail: 'Ours has 120.00, theirs 110.00.' },
        },
      ],
    } satisfies WireAnswer<typeof api.reconciliations.get>,
  },
  'GET /admin/users/:userId/credits': {
    answer: {
      availableCents: Math.min(scene.rows, 1) * 2000,
      ...page(
        rowsOf({ ...scene, rows: Math.min(scene.rows, 1) }, () => ({
          ...{ id: idOf(90), customerId: ids.customer, jobId: null, amountCents: 2000, usedCents: 0 },
          ...{ withdrawnCents: 0, leftCents: 2000, reason: 'The guard was late', givenAt: daysAgo(5) },
          givenByName: nameOf(scene, 'admin'),
        })),
      ),
    } satisfies WireAnswer<typeof api.credits.ofUser>,
  },
});

const auditOf = (scene: Scene): WireAnswer<typeof api.admin.auditLog>['items'] =>
  rowsOf(scene, (number) => ({
    ...{ position: 9000 - number, occurredAt: at(-number * 11), actorId: ids.admin, actorRole: 'admin' },
    action: turn(['GET /admin/jobs/:id', 'job.assigned', 'user.suspended', 'admin.signed_in'], number),
    ...{ subjectId: JOB_ID, requestId: null, facts: {}, actorName: nameOf(scene, 'admin') },
    subject: { type: 'job', name: NAMES[scene.names].title },
  }));

const KEPT = ['sessions', 'positions', 'messages', 'exports'] as const;
const INDEXED = ['jobs', 'offers', 'payments', 'users'] as const;

const systemAnswers = (scene: Scene): Replies => ({
  'GET /admin/audit-log': { answer: page(auditOf(scene)) },
  'GET /admin/retention': {
    answer: page(
      rowsOf(scene, (number) => ({
        task: `${turn(KEPT, number)}-${number}`,
        ...{ what: 'What is older than its time is deleted.', everySeconds: 3600, lastStartedAt: at(-20) },
        ...{ lastFinishedAt: at(-20), outcome: { deleted: number * 3 } },
      })),
    ) satisfies WireAnswer<typeof api.admin.retention>,
  },
  'GET /admin/indexes': {
    answer: page(
      rowsOf(scene, (number) => ({
        ...{ table: turn(INDEXED, number), index: `${turn(INDEXED, number)}_by_time_${number}` },
        ...{ scans: number * 811, sizeBytes: 81_920 + number * 8192, unique: false, neverUsed: number === 0 },
      })),
    ) satisfies WireAnswer<typeof api.admin.indexes>,
  },
  'GET /admin/privacy-requests': {
    answer: page(
      rowsOf(scene, (number) => ({
        ...{ id: rowId(number), userId: ids.customer, userName: nameOf(scene, 'customer'), cause: 'on_request' },
        kind: turn(['export', 'erasure'] as const, number),
        status: turn(['pending', 'done'] as const, number),
        format: turn(['json', null] as const, number),
        ...{ requestedAt: daysAgo(number), dueAt: daysAgo(number - 30), finishedAt: null },
      })),
    ) satisfies WireAnswer<typeof api.admin.privacyRequests>,
  },
});

export const adminAnswers = (scene: Scene): Replies => ({
  'GET /admin/overview': { answer: overviewOf(scene) },
  'GET /admin/board': { answer: boardOf(scene) },
  'GET /admin/jobs': { answer: page(jobsOf(scene)) },
  'GET /admin/users': { answer: page(usersOf(scene)) },
  'GET /admin/guards/pending': { answer: page(guardsOf(scene)) },
  'GET /admin/people/:id': {
    answer: {
      user: { ...userOf(scene, 'customer'), erasureDueAt: null, statusBeforeClosing: null },
      jobs: jobsOf(scene),
    } satisfies WireAnswer<typeof api.desk.person>,
  },
  ...moneyAnswers(scene),
  ...systemAnswers(scene),
});
