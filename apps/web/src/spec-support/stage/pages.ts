import type { UserRole } from '@aegis/contract';
import type { Replies, Reply } from '../answering-server';
import { adminAnswers } from './admin-answers';
import { declinedHold, fixAgo, jobAnswers } from './job-answers';
import { bookingAnswers, frameAnswers, guardAnswers, phonesAnswers } from './people-answers';
import { ids, JOB_ID, type JobOnStage, type Scene } from './scene';
import { OF_A_LINK, shareAnswers } from './share-answers';

/** Rows of a list as most people have it, and as an operator of a year has it. */
const FEW = 3;
const MANY = 300;

interface OwnState {
  job?: JobOnStage;
  replies?: (scene: Scene) => Replies;
}

/** A page of the application, as it is put on stage. */
export interface StagedPage {
  /** As the routes have it. */
  route: string;
  /** Where it is opened; the route itself when it is left out. */
  at?: string;
  as: UserRole | null;
  job?: JobOnStage;
  /** What it says nothing without: slow, broken or out of reach in the states of these names. */
  needs?: readonly string[];
  /** Rows: none and hundreds of them are states. */
  isList?: boolean;
  /** What else it is in, by name. */
  own?: Readonly<Record<string, OwnState>>;
}

const ON_SITE: JobOnStage = { startsIn: -90, status: 'in_progress' };
const MATCHED: JobOnStage = { startsIn: 40, status: 'matched' };
const LATE: JobOnStage = { startsIn: -20, status: 'matched' };
const ENDED: JobOnStage = { startsIn: -250, status: 'completed' };
const LEFT_EARLY: JobOnStage = { startsIn: -90, status: 'completed' };
const CANCELLED: JobOnStage = { startsIn: 90, status: 'cancelled' };
const REQUESTED: JobOnStage = { startsIn: 180, status: 'requested' };

const silent = (): Replies => ({ 'GET /jobs/:id/location': { answer: fixAgo(18, true) } });
const onTheWay = (): Replies => ({ 'GET /jobs/:id/location': { answer: fixAgo(1, false) } });

const OF_A_JOB = {
  asking: { job: REQUESTED },
  'guard-late': { job: LATE, replies: onTheWay },
  silent: { job: ON_SITE, replies: silent },
  ended: { job: ENDED },
  cancelled: { job: CANCELLED },
} as const;

/** Of the same kind: a list that the server gives, by the name of its endpoint. */
const list = (route: string, as: UserRole, needs: string): StagedPage => ({ route, as, needs: [needs], isList: true });
const plain = (route: string, at: string = route): StagedPage => ({ route, at, as: null });

const TOKEN = 'a'.repeat(43);

export const PAGES: Readonly<Record<string, StagedPage>> = {
  landing: plain('/'),
  'sign-in': plain('/sign-in'),
  'sign-up': plain('/sign-up'),
  'verify-email': plain('/verify-email', `/verify-email#${TOKEN}`),
  'change-email': plain('/change-email', `/change-email#${TOKEN}`),
  'forgot-password': plain('/forgot-password'),
  'reset-password': plain('/reset-password', `/reset-password#${TOKEN}`),
  'your-rights': { route: '/your-rights', as: 'customer', needs: ['GET /users/me/standing'] },
  unsubscribe: plain('/unsubscribe', `/unsubscribe#${TOKEN}.offers`),
  terms: plain('/terms'),
  privacy: plain('/privacy'),
  help: plain('/help'),
  phones: { route: '/phones', as: null, needs: ['GET /demo/phones'], isList: true },
  'not-found': plain('*', '/nowhere'),
  share: { ...plain('/share', `/share#${TOKEN}`), needs: ['POST /shared'], own: OF_A_LINK },

  book: { route: '/book', as: 'customer', needs: ['GET /payments/methods'], isList: true },
  'book-again': {
    ...{ route: '/book', at: `/book?again=${JOB_ID}`, as: 'customer', job: ENDED, needs: ['POST /jobs/quote'] },
  },
  'customer-jobs': list('/jobs', 'customer', 'GET /jobs'),
  'customer-job': {
    ...{ route: '/jobs/:id', at: `/jobs/${JOB_ID}`, as: 'customer', job: ON_SITE, needs: ['GET /jobs/:id'] },
    own: {
      ...OF_A_JOB,
      matched: { job: MATCHED, replies: onTheWay },
      declined: { job: REQUESTED, replies: declinedHold },
      'guard-left-early': { job: LEFT_EARLY },
    },
  },
  'customer-account': list('/account', 'customer', 'GET /payments/methods'),
  'customer-messages': list('/messages', 'customer', 'GET /notifications'),

  duty: { ...list('/duty', 'guard', 'GET /guards/me'), job: REQUESTED },
  earnings: { ...list('/earnings', 'guard', 'GET /guards/me/earnings'), job: REQUESTED },
  profile: { ...list('/profile', 'guard', 'GET /guards/me'), job: REQUESTED },
  'guard-jobs': list('/jobs', 'guard', 'GET /jobs'),
  'guard-job': {
    ...{ route: '/jobs/:id', at: `/jobs/${JOB_ID}`, as: 'guard', job: ON_SITE, needs: ['GET /jobs/:id'] },
    own: { matched: { job: MATCHED }, late: { job: LATE }, ended: { job: ENDED } },
  },
  'guard-account': { ...list('/account', 'guard', 'GET /notifications/preferences'), job: REQUESTED },
  'guard-messages': list('/messages', 'guard', 'GET /notifications'),

  overview: list('/admin', 'admin', 'GET /admin/overview'),
  board: list('/admin/board', 'admin', 'GET /admin/board'),
  'admin-job': {
    ...{ route: '/admin/jobs/:id', at: `/admin/jobs/${JOB_ID}`, as: 'admin', job: ON_SITE },
    needs: ['GET /jobs/:id', 'GET /admin/jobs/:id'],
    own: OF_A_JOB,
  },
  'admin-person': {
    ...{ route: '/admin/people/:id', at: `/admin/people/${ids.customer}`, as: 'admin' },
    ...{ needs: ['GET /admin/people/:id'], isList: true },
  },
  'admin-book': {
    ...{ route: '/admin/people/:id/book', at: `/admin/people/${ids.customer}/book`, as: 'admin' },
    needs: ['GET /admin/people/:id'],
  },
  'admin-jobs': list('/admin/jobs', 'admin', 'GET /admin/jobs'),
  'admin-guards': list('/admin/guards', 'admin', 'GET /admin/guards/pending'),
  'admin-users': list('/admin/users', 'admin', 'GET /admin/users'),
  'admin-payments': list('/admin/payments', 'admin', 'GET /admin/payments'),
  'admin-disputes': list('/admin/disputes', 'admin', 'GET /admin/disputes'),
  'admin-reconciliation': list('/admin/reconciliation', 'admin', 'GET /admin/reconciliations'),
  'admin-privacy': list('/admin/privacy', 'admin', 'GET /admin/privacy-requests'),
  'admin-checks': list('/admin/checks', 'admin', 'GET /admin/users'),
  'admin-audit': list('/admin/audit', 'admin', 'GET /admin/audit-log'),
  'admin-retention': list('/admin/retention', 'admin', 'GET /admin/retention'),
  'admin-indexes': list('/admin/indexes', 'admin', 'GET /admin/indexes'),
  'admin-account': { route: '/account', as: 'admin', needs: ['GET /notifications/preferences'] },
  'admin-messages': list('/messages', 'admin', 'GET /notifications'),
};

/** A page as somebody finds it. */
export interface State {
  scene: Scene;
  replies: Replies;
  /** Of what it needs nothing has come: there is nothing more to wait for. */
  isLoading: boolean;
  /** The device says so, once the page has been opened. */
  isOffline: boolean;
}

const BROKEN: Reply = {
  refusal: { status: 500, code: 'internal_error', detail: 'Something broke on our side. Nothing was changed.' },
};

/** What any page asks for again when it thinks that the server is back. */
const OUT_OF_REACH = { 'GET /health/live': 'unreachable', 'GET /config': 'unreachable' } as const;

const answersOf = (scene: Scene, as: UserRole | null): Replies => ({
  'GET /health/live': { answer: { status: 'ok' } },
  ...(as === null ? {} : frameAnswers(scene, as)),
  ...phonesAnswers(scene),
  ...shareAnswers(scene),
  ...bookingAnswers(scene),
  ...jobAnswers(scene, as === 'guard' ? 'guard' : 'customer'),
  ...(as === 'guard' && guardAnswers(scene)),
  ...(as === 'admin' && adminAnswers(scene)),
});

/** Every state of a page, by its name; `usual` is the first. */
export function statesOf(staged: StagedPage, language: Scene['language'] = 'en'): Record<string, State> {
  const { as, job = ENDED, needs = [], isList = false, own = {} } = staged;
  const usual: Scene = { names: 'usual', rows: FEW, language, job };
  const state = (scene: Partial<Scene> = {}, more: Replies = {}, found: Partial<State> = {}): State => {
    const whole = { ...usual, ...scene };
    return {
      scene: whole,
      replies: { ...answersOf(whole, as), ...more },
      isLoading: false,
      isOffline: false,
      ...found,
    };
  };
  const needed = (reply: Reply): Replies => Object.fromEntries(needs.map((name) => [name, reply]));
  const ofNeeds: Record<string, State> = {
    loading: state({}, needed('slow'), { isLoading: true }),
    error: state({}, needed(BROKEN)),
    offline: state({}, { ...needed('unreachable'), ...OUT_OF_REACH }, { isOffline: true }),
    'long-names': state({ names: 'long' }),
    'right-to-left-names': state({ names: 'rightToLeft' }),
  };
  const ofRows: Record<string, State> = { empty: state({ rows: 0 }), many: state({ rows: MANY }) };
  const ownStates = Object.entries(own).map(([name, { job: ownJob = job, replies }]): [string, State] => {
    const scene = { ...usual, job: ownJob };
    return [name, state(scene, replies?.(scene))];
  });
  return {
    usual: state(),
    ...(isList ? ofRows : {}),
    ...(needs.length > 0 ? ofNeeds : {}),
    ...Object.fromEntries(ownStates),
  };
}
