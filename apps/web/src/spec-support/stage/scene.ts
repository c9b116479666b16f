import type { JobStatus, UserRole, WireAnswer, api } from '@aegis/contract';

/**
 * A market that is the same each time: one day, one hour, the same people. What pictures of pages show, and what their steadiness
 * is measured with.
 */

/** A Friday noon at the place. */
export const NOW = Date.parse('2026-11-27T20:00:00Z');
export const PLACE = { lat: 37.8044, lng: -122.2712 };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

export const at = (minutes: number): string => new Date(NOW + minutes * MINUTE_MS).toISOString();
export const daysAgo = (days: number): string => at(-days * DAY_MINUTES);
/** As a calendar has it. */
export const dayAgo = (days: number): string => daysAgo(days).slice(0, 10);

/** The same id for the same number. */
export const idOf = (number: number): string => `0198a8f0-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const JOB_ID = idOf(1);
export const ids: Readonly<Record<UserRole, string>> = { customer: idOf(2), guard: idOf(3), admin: idOf(4) };
/** Of rows that are made by their number. */
const ROWS_FROM = 1000;
export const rowId = (number: number): string => idOf(ROWS_FROM + number);

interface Name {
  firstName: string;
  lastName: string;
}

interface Names {
  people: Readonly<Record<UserRole, Name>>;
  company: string | null;
  title: string;
  address: string;
  /** What somebody has written. */
  words: string;
}

/** As usual, as long as is allowed, and from right to left. */
export const NAMES = {
  usual: {
    people: {
      customer: { firstName: 'Kim', lastName: 'Reed' },
      guard: { firstName: 'Lou', lastName: 'Park' },
      admin: { firstName: 'Alex', lastName: 'Moore' },
    },
    company: null,
    title: 'Night watch',
    address: '1 Quay Street, Oakland, CA 94601',
    words: 'Please use the side gate, the front is closed for works.',
  },
  long: {
    people: {
      customer: { firstName: 'Maximiliana-Konstantina', lastName: 'Papadopoulou-Featherstonehaugh' },
      guard: { firstName: 'Wolfeschlegelsteinhausen', lastName: 'Bergerdorff-Uvuvwevwevwe' },
      admin: { firstName: 'Alexandrina-Victoria', lastName: 'Cholmondeley-Warner' },
    },
    company: 'Transcontinental Harbour Warehousing and Refrigerated Storage Holdings of Northern California',
    title: 'Overnight watch of the refrigerated warehouse, loading docks 14 to 27 and the gate to the railway',
    address:
      '12345 Doctor Martin Luther King Junior Memorial Boulevard North, Building C, Suite 1400, Oakland, CA 94601',
    words: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft is the name on the bell.',
  },
  rightToLeft: {
    people: {
      customer: { firstName: 'عبد الرحمن', lastName: 'القحطاني' },
      guard: { firstName: 'שרה', lastName: 'אברמוביץ' },
      admin: { firstName: 'نور', lastName: 'الدين' },
    },
    company: 'شركة الميناء',
    title: 'حراسة ليلية (2)',
    address: 'شارع الميناء 1, Oakland, CA 94601',
    words: 'من فضلك استخدم البوابة الجانبية (gate 4).',
  },
} as const satisfies Record<string, Names>;

export interface Scene {
  names: keyof typeof NAMES;
  /** Rows of lists. */
  rows: number;
  language: 'en' | 'es';
  /** Of the job that is looked at. */
  job: JobOnStage;
}

/** Whose start is so many minutes away, four hours long. */
export interface JobOnStage {
  startsIn: number;
  status: JobStatus;
  changes?: Partial<Job>;
}

export type Job = WireAnswer<typeof api.jobs.get>;
export type User = WireAnswer<typeof api.users.me>;

export const nameOf = ({ names }: Scene, role: UserRole): string => {
  const { firstName, lastName } = NAMES[names].people[role];
  return `${firstName} ${lastName}`;
};

export const userOf = (scene: Scene, role: UserRole): User => ({
  id: ids[role],
  email: `${role}@example.com`,
  ...NAMES[scene.names].people[role],
  companyName: role === 'customer' ? NAMES[scene.names].company : null,
  phone: '+15105550134',
  language: scene.language,
  role,
  status: 'active',
  emailVerifiedAt: daysAgo(300),
  identityVerifiedAt: role === 'guard' ? daysAgo(280) : null,
  createdAt: daysAgo(300),
});

export const rowsOf = <Row>({ rows }: Scene, make: (number: number) => Row): Row[] =>
  Array.from({ length: rows }, (_, number) => make(number));

/** One of a few, by the number of its row. */
export const turn = <Value>(values: readonly [Value, ...Value[]], number: number): Value =>
  values[number % values.length] ?? values[0];

export const page = <Row>(items: Row[]) => ({ items, nextCursor: null });

const isAccepted = (status: JobStatus): boolean => status !== 'requested' && status !== 'cancelled';

export function jobOf(scene: Scene, { startsIn, status, changes = {} }: JobOnStage, id = JOB_ID): Job {
  const { title, address } = NAMES[scene.names];
  const hasEnded = status === 'completed';
  return {
    id,
    status,
    title,
    description: null,
    jobType: 'basic',
    locationAddress: address,
    location: PLACE,
    siteRadiusMeters: 150,
    locationNotes: 'Gate code 4711',
    contact: { name: nameOf(scene, 'customer'), phone: '+15105550134' },
    purchaseOrder: null,
    startTime: at(startsIn),
    endTime: at(startsIn + 240),
    durationHours: 4,
    requiredClearanceLevel: 'basic',
    requiredSkills: ['crowd control'],
    specialRequirements: [],
    hourlyRateCents: 3000,
    totalAmountCents: 12_000,
    platformFeeCents: 2400,
    guardPayoutCents: 9600,
    workedMinutes: hasEnded ? 210 : null,
    dueAmountCents: hasEnded ? 10_500 : status === 'cancelled' ? 0 : null,
    checkInProof: status === 'in_progress' || hasEnded ? 'position' : null,
    endedBy: hasEnded ? 'guard' : null,
    leftPostAt: null,
    waitAskedAt: null,
    waitsUntil: null,
    customer: { id: ids.customer, name: nameOf(scene, 'customer') },
    guard: isAccepted(status) ? { id: ids.guard, name: nameOf(scene, 'guard') } : null,
    requestedAt: at(startsIn - 180),
    matchedAt: isAccepted(status) ? at(startsIn - 178) : null,
    startedAt: status === 'in_progress' || hasEnded ? at(startsIn - 4) : null,
    completedAt: hasEnded ? at(startsIn + 240) : null,
    cancelledAt: status === 'cancelled' ? at(startsIn - 100) : null,
    cancellationReason: status === 'cancelled' ? 'Not needed after all' : null,
    cancelledBy: status === 'cancelled' ? ids.customer : null,
    version: 1,
    ...changes,
  };
}

const STATES: readonly [JobStatus, ...JobStatus[]] = ['completed', 'completed', 'cancelled', 'completed'];

/** The one that is looked at, and those before it, a day apart. */
export const jobsOf = (scene: Scene): Job[] =>
  rowsOf(scene, (number) =>
    number === 0
      ? jobOf(scene, scene.job)
      : jobOf(scene, { startsIn: -number * DAY_MINUTES - 300, status: turn(STATES, number) }, rowId(number)),
  );
