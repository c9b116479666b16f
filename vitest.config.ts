import { defineConfig } from 'vitest/config';

/** Ours are beside the sources; what the build made of them is not run a second time. */
const NEVER = ['**/node_modules/**', '**/dist/**'];
/** Every row that a test reads is compared with its declaration. */
const ROWS_AS_DECLARED = 'apps/api/test/rows-as-declared.ts';
const NEEDS_DATABASE = '{apps,packages}/**/*.db.spec.ts';

/** Whatever the application asks of the history is in one of these, or declared (statements.db.spec.ts). */
const ABOUT_POSITIONS = [
  'apps/api/src/features/tracking/{check-in-evidence,location-partitions,tracking}.db.spec.ts',
  'apps/api/src/features/tracking/silence/*.db.spec.ts',
  'apps/api/src/features/privacy/{erasure,export}/*.db.spec.ts',
];

const ON_A_CLUSTER = ['apps/api/src/commands/db/distribute.db.spec.ts'];

const FEATURES = 'apps/api/src/features';
/**
 * What a booking goes through, from the search to the money and where its guard is: what has to be right in sessions that are lent
 * for one transaction. Of the rest of the application every statement is one of the same doors.
 */
const OF_A_BOOKING = [
  'apps/api/test/{way-to-the-database,booking-flow}.db.spec.ts',
  `${FEATURES}/jobs/**/*.db.spec.ts`,
  `${FEATURES}/matching/{eligibility,offers,search}/*.db.spec.ts`,
  `${FEATURES}/payments/flow/*.db.spec.ts`,
  `${FEATURES}/payments/payments.db.spec.ts`,
  `${FEATURES}/payments/charges/*.db.spec.ts`,
  `${FEATURES}/payments/refunds/*.db.spec.ts`,
  `${FEATURES}/tracking/**/*.db.spec.ts`,
  'apps/api/src/platform/queue/*.db.spec.ts',
];
/** Hold sessions of their own beside the application's, look at names of statements, or end processes for minutes: nothing of a pooler's. */
const NOT_BY_A_POOLER = [
  `${FEATURES}/matching/search/{batch-locks,kill}.db.spec.ts`,
  `${FEATURES}/tracking/history/*.db.spec.ts`,
];

/** Three people walk through a whole job, one of them without network for minutes. */
const BROWSER_TEST_LIMIT_MS = 15 * 60_000;

/** On two cores that others use as well much takes longer than the second that is given without this. */
const PATIENT = { poll: { timeout: 20_000 } };

/** None takes a second; the first to read fonts, or all sources, does on a machine that is busy with other things. */
const SMALL_TEST_LIMIT_MS = 30_000;

/** Twenty clients at once, each with password hashing, on two slow cores. */
const DATABASE_TEST_LIMIT_MS = 60_000;

/** The application is read and warmed once a worker, not once a file; no file leaves anything behind but its database. */
const ISOLATED = false;

/** An engine is one thread, and a gigabyte. */
const EMBEDDED_ENGINES = 2;

/**
 * Four projects: `small` is pure; `embedded` and `postgres` run the same files (`*.db.spec.ts`, medium and end to end) on the two
 * engines, `distributed` those about positions once more. One after the other, since each is measured to need both cores: groupOrder.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'small',
          include: ['{apps,packages,bench}/**/*.spec.{ts,tsx}', 'scripts/*.spec.mjs'],
          exclude: [...NEVER, NEEDS_DATABASE],
          expect: PATIENT,
          testTimeout: SMALL_TEST_LIMIT_MS,
          hookTimeout: SMALL_TEST_LIMIT_MS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'embedded',
          include: [NEEDS_DATABASE],
          exclude: NEVER,
          env: { AEGIS_TEST_ENGINE: 'embedded' },
          globalSetup: 'apps/api/test/global-setup-embedded.ts',
          setupFiles: ROWS_AS_DECLARED,
          isolate: ISOLATED,
          expect: PATIENT,
          testTimeout: DATABASE_TEST_LIMIT_MS,
          hookTimeout: DATABASE_TEST_LIMIT_MS,
          // As many engines as files at once: an engine has one session, and each file has one to itself.
          maxWorkers: EMBEDDED_ENGINES,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'postgres',
          include: [NEEDS_DATABASE],
          exclude: NEVER,
          env: { AEGIS_TEST_ENGINE: 'postgres' },
          globalSetup: 'apps/api/test/global-setup-postgres.ts',
          setupFiles: ROWS_AS_DECLARED,
          isolate: ISOLATED,
          expect: PATIENT,
          testTimeout: DATABASE_TEST_LIMIT_MS,
          hookTimeout: DATABASE_TEST_LIMIT_MS,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Where the history is distributed: on the Citus of TEST_CITUS_URL, or without its keys, by which it is known.
        test: {
          name: 'distributed',
          include: [...ABOUT_POSITIONS, ...(process.env.TEST_CITUS_URL ? ON_A_CLUSTER : [])],
          exclude: NEVER,
          env: { AEGIS_TEST_ENGINE: 'distributed' },
          globalSetup: 'apps/api/test/global-setup-distributed.ts',
          setupFiles: [ROWS_AS_DECLARED, 'apps/api/test/history-as-distributed.ts'],
          isolate: ISOLATED,
          expect: PATIENT,
          testTimeout: DATABASE_TEST_LIMIT_MS,
          hookTimeout: DATABASE_TEST_LIMIT_MS,
          // A cluster has one database for all files.
          maxWorkers: process.env.TEST_CITUS_URL ? 1 : 2,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          name: 'pgbouncer',
          include: OF_A_BOOKING,
          exclude: [...NEVER, ...NOT_BY_A_POOLER],
          env: { AEGIS_TEST_ENGINE: 'pgbouncer' },
          globalSetup: 'apps/api/test/global-setup-pgbouncer.ts',
          setupFiles: ROWS_AS_DECLARED,
          isolate: ISOLATED,
          expect: PATIENT,
          testTimeout: DATABASE_TEST_LIMIT_MS,
          hookTimeout: DATABASE_TEST_LIMIT_MS,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        // Run by `npm run test:browser`.
        test: {
          name: 'browser',
          // Hundreds of pictures are for people to look at: `npm run pictures` draws them.
          include: [`apps/web/browser/*.${process.env.AEGIS_PICTURES ? '{browser,pictures}' : 'browser'}.ts`],
          globalSetup: 'apps/web/browser/server.ts',
          testTimeout: BROWSER_TEST_LIMIT_MS,
          hookTimeout: BROWSER_TEST_LIMIT_MS,
          expect: { poll: { timeout: 60_000 } },
          // Two at once: for minutes the shift without network does nothing but wait.
          maxWorkers: 2,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
