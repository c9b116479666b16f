import { ESLint, Linter } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

/** Reading the configuration and its plugins takes seconds on a busy machine. */
const READING_LIMIT_MS = 60_000;

const eslint = new ESLint();

/** What the linter says of an import written in a file there. */
async function objections(file, specifier) {
  const { rules } = await eslint.calculateConfigForFile(file);
  const rule = { 'no-restricted-imports': rules['no-restricted-imports'] ?? 'off' };
  return new Linter().verify(`import {} from '${specifier}';`, { rules: rule }).map(({ message }) => message);
}

beforeAll(() => eslint.calculateConfigForFile('apps/api/src/main.ts'), READING_LIMIT_MS);

describe('the floors of the house', () => {
  it.each([
    ['the tables of a feature below', 'features/matching/x.ts', '../jobs/jobs.repository.js', /through its service/],
    ['its entity', 'features/matching/offers/x.ts', '../../identity/user.entity.js', /through its service/],
    [
      'those in a folder of it',
      'features/tracking/x.ts',
      '../identity/users/users.repository.js',
      /through its service/,
    ],
    ['from a folder', 'features/privacy/a/x.ts', '../../identity/users/user.entity.js', /through its service/],
    ['two folders deep', 'features/operations/x.ts', '../payments/rows/a/payment.entity.js', /through its service/],
    ['a feature above', 'features/jobs/x.ts', '../matching/candidates/candidates.service.js', /stands below/],
    ['a feature beside it', 'features/matching/search/x.ts', '../../tracking/tracking.service.js', /stands below/],
    ['a feature from the platform', 'platform/http/x.ts', '../../features/jobs/jobs.service.js', /no feature/],
  ])('refuse %s', async (_, file, specifier, reason) => {
    expect(await objections(`apps/api/src/${file}`, specifier)).toEqual(
      expect.arrayContaining([expect.stringMatching(reason)]),
    );
  });

  it.each([
    ['the service of a feature below', 'features/matching/offers/x.ts', '../../jobs/jobs.service.js'],
    ['one in a folder of it', 'features/tracking/live/x.ts', '../../identity/sessions/sessions.service.js'],
    ['its own tables in another folder', 'features/matching/search/x.ts', '../offers/offers.repository.js'],
    ['its own tables beside it', 'features/matching/offers/x.ts', './offer.entity.js'],
    ['the platform', 'features/jobs/x.ts', '../../platform/database/database.js'],
  ])('let pass %s', async (_, file, specifier) => {
    expect(await objections(`apps/api/src/${file}`, specifier)).toEqual([]);
  });
});

describe('the floors of the web application', () => {
  it.each([
    ['what is above', 'words/x.ts', '../data/client'],
    ['what is above, from a folder in a folder', 'customer/book/x.tsx', '../../guard/offers'],
    ['what is beside it', 'offline/x.ts', '../jobs/job-queries'],
    ['a person above', 'customer/x.tsx', '../admin/list-page'],
    ['what lies beside the folders', 'jobs/x.tsx', '../routes'],
    ['that from a folder in a folder', 'guard/positions/x.ts', '../../live-events'],
  ])('refuse %s', async (_, file, specifier) => {
    expect(await objections(`apps/web/src/${file}`, specifier)).toEqual([expect.stringMatching(/further up/)]);
  });

  it.each([
    ['what is below', 'guard/x.tsx', '../jobs/job-queries'],
    ['that from a folder in a folder', 'guard/positions/x.ts', '../../map/geometry'],
    ['its own folder from a folder in it', 'guard/positions/x.ts', '../guard-profile'],
    ['its own folder', 'jobs/x.tsx', './job-queries'],
    ['everything from beside the folders', 'job-page.tsx', './guard/guard-job'],
    ['packages', 'words/x.ts', '@aegis/contract/limits'],
  ])('let pass %s', async (_, file, specifier) => {
    expect(await objections(`apps/web/src/${file}`, specifier)).toEqual([]);
  });
});
