import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillLivedCity, insertLivedSites, lifeOf } from '../../../../test/lived-city.js';
import { type Plan, pagesOf, nodesOf } from '../../../../test/request-statements.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from '../../../../test/test-database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { readConfig } from '../../../platform/config/config.js';
import type { Platform } from '../../../platform/platform.js';
import { type Demand, Demands } from '../eligibility/demand.js';
import { valuesFor } from '../eligibility/question.js';
import { originOf } from '../eligibility/rules.js';
import { CANDIDATES } from './candidates.statements.js';

/**
 * As many as are filled in within some fifteen seconds. The planner cannot be told of more: it takes the number of pages from the
 * files as they are, whatever the catalogue says.
 */
const GUARDS = 10_000;
const OFFERS_PER_GUARD = 36;
const FILL_LIMIT_MS = 300_000;
const SITES = 12;
const WANTED = 50;
/** Beside the walk itself, for each guard whom it comes to: their user, their jobs and their 36 offers. */
const PAGES_A_GUARD = 12;

const WAYS = [
  ['guards on duty', 'guard_profiles_on_duty_search', {}],
  ['any guard from their base', 'guard_profiles_base_search', { seenSince: null }],
] as const;
/** For the values of an execution, and the one for all values that a connection may take after five of them. */
const CHOICES = ['force_custom_plan', 'force_generic_plan'] as const;

onServerOnly('the planner is the same, and the embedded engine fills a city for minutes', () => {
  describe('a search in a city that has lived for three months', () => {
    let database: TestDatabase;
    let pool: pg.Pool;
    let demands: Demand[];

    beforeAll(async () => {
      database = await createTestDatabase();
      const { host, port, user, password } = database;
      // As the application sets its own connections.
      pool = new pg.Pool({ host, port, user, password, database: database.database, max: 1, options: '-c jit=off' });
      await fillLivedCity(pool, lifeOf(GUARDS, OFFERS_PER_GUARD));
      const { rows } = await pool.query<{ id: string }>(`SELECT id FROM users WHERE role = 'customer' LIMIT 1`);
      const sites = await insertLivedSites(pool, rows[0]?.id ?? '', SITES);
      await pool.query('VACUUM ANALYZE');
      const wishes = new Demands({ clock: new Clock(), config: readConfig({}) } as Platform);
      demands = sites.map((site) => wishes.of(site));
    }, FILL_LIMIT_MS);
    afterAll(async () => {
      await pool.end();
      await database.drop();
    });

    /** The plan of the statement as the application sends it, prepared. */
    async function planOf(demand: Demand, choice: (typeof CHOICES)[number]): Promise<Plan> {
      const asked = { ...demand, limit: WANTED, guardId: null, contest: null };
      const statement = CANDIDATES[originOf(asked)].walk;
      await pool.query(`SET plan_cache_mode = ${choice}`);
      await pool.query(`PREPARE search AS ${statement.text}`);
      const execute = `EXECUTE search(${valuesFor(statement, asked).map(literalOf).join(', ')})`;
      // What a connection learns at its first look counts as pages too.
      await pool.query(execute);
      const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${execute}`,
      );
      await pool.query('DEALLOCATE search');
      const plan = rows[0]?.['QUERY PLAN'][0].Plan;
      if (!plan) throw new Error('EXPLAIN gives one row');
      return plan;
    }

    describe.each(WAYS)('for %s', (_, index, changes) => {
      it.each(CHOICES)('walks along one index and reads the past of each from indexes alone: %s', async (choice) => {
        let found = 0;
        for (const demand of demands) {
          const plan = await planOf({ ...demand, ...changes }, choice);
          const nodes = nodesOf(plan);
          const walk = nodes.filter((node) => node['Index Name'] === index);
          expect(walk.map((node) => node['Node Type'])).toEqual(['Index Scan']);
          expect(walk[0]?.['Index Cond']).toMatch(/&&.*skill_keys @> /);
          for (const past of ['offers_of_guard', 'jobs_work_of_guard']) {
            const reads = nodes.filter((node) => node['Index Name'] === past);
            expect(new Set(reads.map((node) => node['Node Type']))).toEqual(new Set(['Index Only Scan']));
            expect(reads.reduce((sum, node) => sum + (node['Heap Fetches'] ?? 0), 0)).toBe(0);
          }
          expect(nodes.filter((node) => /Seq Scan|Bitmap/.test(node['Node Type']))).toEqual([]);
          // The lossy index is checked once more by the keys that are there, not by a function that makes them.
          expect(JSON.stringify(plan)).not.toContain('skill_keys(');
          const [walked, ofWalk] = [walk[0]?.['Actual Rows'] ?? 0, walk.reduce((sum, node) => sum + pagesOf(node), 0)];
          expect(pagesOf(plan) - ofWalk).toBeLessThan(PAGES_A_GUARD * walked);
          found += plan['Actual Rows'];
        }
        expect(found).toBeGreaterThan(SITES * 3);
      });
    });
  });
});

/** A value as SQL text: EXECUTE takes no parameters. */
function literalOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.join(',')}}`);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return pg.escapeLiteral(`${value}`);
  throw new TypeError(`a search takes no ${typeof value}`);
}
