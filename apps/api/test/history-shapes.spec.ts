import { describe, expect, it } from 'vitest';
import { isOfHistory, unfitFor, writtenBy } from './history-shapes.js';

const INSERT = 'INSERT INTO location_history (guard_id, job_id, recorded_at) VALUES';

describe('a statement of the history fits a distributed one', () => {
  it.each([
    'SELECT recorded_at FROM location_history WHERE guard_id = $1 AND job_id = $2',
    'SELECT job_id, max(recorded_at) FROM location_history WHERE guard_id = ANY ($1::uuid[]) GROUP BY guard_id, job_id',
    'DELETE FROM location_history WHERE guard_id = $1',
    `${INSERT} ($1, $2, $3), ($1, $2, $4) ON CONFLICT DO NOTHING RETURNING recorded_at`,
    `(SELECT 1 FROM location_history WHERE guard_id = $1 LIMIT 1) UNION ALL (SELECT 1 FROM location_history WHERE guard_id = $1)`,
  ])('%s', (text) => {
    expect(isOfHistory(text)).toBe(true);
    expect(unfitFor(text)).toEqual([]);
  });
});

describe('a statement does not fit', () => {
  it.each([
    ['SELECT count(*) FROM location_history WHERE job_id = $1', ['does not name the guard']],
    ['DELETE FROM location_history', ['does not name the guard']],
    [
      `(SELECT 1 FROM location_history WHERE guard_id = $1) UNION ALL (SELECT 1 FROM location_history WHERE job_id = $1)`,
      ['does not name the guard'],
    ],
    [
      'SELECT FROM jobs j WHERE EXISTS (SELECT FROM location_history h WHERE h.guard_id = $1 AND h.job_id = j.id)',
      ['mixes it with jobs'],
    ],
    ['SELECT ord FROM fixes_around($1, $2, $3, $4, $5)', ['asks for many guards at once']],
    [`${INSERT} ($1, $2, $3), ($4, $2, $5) ON CONFLICT DO NOTHING`, ['stores rows of many guards']],
    [`${INSERT} ($1, $2, $3)`, ['is no VALUES that begin with the guard, ON CONFLICT DO NOTHING']],
    [
      `INSERT INTO location_history (guard_id) SELECT guard_id FROM unnest($1::uuid[]) AS f (guard_id) ON CONFLICT DO NOTHING`,
      ['is no VALUES that begin with the guard, ON CONFLICT DO NOTHING'],
    ],
  ])('%s', (text, faults) => {
    expect(unfitFor(text)).toEqual(faults);
  });

  it('nor are others looked at', () => {
    expect(unfitFor('SELECT FROM jobs WHERE id = $1')).toEqual([]);
    expect(unfitFor(`SELECT FROM pg_inherits WHERE inhparent = 'location_history'::regclass`)).toEqual([]);
  });
});

it('what a statement writes to is found', () => {
  expect(writtenBy('SELECT id FROM jobs WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED')).toEqual([]);
  expect(
    writtenBy(
      'WITH a AS (UPDATE jobs SET x = 1) INSERT INTO offers (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET id = 1',
    ),
  ).toEqual(['jobs', 'offers']);
});
