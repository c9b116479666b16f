import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Marketplace } from './marketplace.js';
import {
  type MarketRead,
  NOTHING_TO_READ,
  openMarketToRead,
  type Readers,
  readsOf,
  TELLS_OF_MORE,
} from './market-reads.js';
import { sendRaw } from './raw-request.js';
import { isReading, pagesOf, planOf, RequestStatements } from './request-statements.js';
import { onServerOnly } from './test-database.js';

const DAYS = 30;
const [SMALL, LARGE] = [200, 6000];
/** A market of thirty times the jobs may make a read look at so many times the pages. */
const MOST = 3;
/** A page of twenty items with what belongs to each: below it a ratio says nothing. */
const FEW_PAGES = 100;
const FILL_LIMIT_MS = 400_000;

interface Answered {
  requestId: string;
  status: number;
}

interface Seen {
  status: number;
  /** That all statements of the read have looked at. */
  pages: number;
}

/** Not in the contract, and asked every few seconds by who watches over the house. */
const WATCHED: MarketRead[] = [{ title: '/metrics', name: '/metrics', by: null, path: '/metrics' }];

async function ask(market: Marketplace, { tokens }: Readers, { by, path }: MarketRead): Promise<Answered> {
  const requestId = randomUUID();
  const authorization = by && { authorization: `Bearer ${tokens[by]}` };
  const { status } = await sendRaw(market.application.port, {
    path,
    headers: { 'x-request-id': requestId, ...authorization },
  });
  return { requestId, status };
}

async function measure(jobs: number): Promise<Map<string, Seen>> {
  const market = await Marketplace.open();
  try {
    const { dataSource } = market.application;
    const rows = (sql: string, values: unknown[] = []) => dataSource.query<Record<string, string>[]>(sql, values);
    const readers = await openMarketToRead(
      async (sql, values) => {
        const answer: unknown = await rows(sql, values);
        // Of an UPDATE with RETURNING the driver gives the rows and their number.
        return (Array.isArray(answer) && Array.isArray(answer[0]) ? answer[0] : answer) as Record<string, string>[];
      },
      { jobs, days: DAYS, now: market.now },
    );
    // What waits to be delivered grows with the market too, for a while.
    await rows(
      `INSERT INTO queued_events (id, event, consumer, payload, published_at, due_at)
       SELECT gen_random_uuid(), 'of.others', 'another-version', '{}', now(), now() FROM generate_series(1, $1::int)`,
      [jobs * 5],
    );
    await rows('VACUUM ANALYZE');
    const statements = new RequestStatements(dataSource);
    const seen = new Map<string, Seen>();
    for (const read of [...readsOf(readers), ...WATCHED]) {
      // Once for what a process asks only at the first time.
      await ask(market, readers, read);
      const { requestId, status } = await ask(market, readers, read);
      let pages = 0;
      for (const sent of statements.sentBy(requestId).filter(isReading))
        pages += pagesOf(await planOf(dataSource, sent));
      seen.set(read.title, { status, pages });
    }
    return seen;
  } finally {
    await market.close();
  }
}

onServerOnly('the planner is the same, and the embedded engine fills a market for minutes', () => {
  describe('reads of a market of thirty times the jobs', () => {
    let small: Map<string, Seen>;
    let large: Map<string, Seen>;

    beforeAll(async () => {
      small = await measure(SMALL);
      large = await measure(LARGE);
    }, FILL_LIMIT_MS);

    const nameOf = (title: string): string => title.split(' ')[0] ?? '';

    it('are answered, but for those for whom there is nothing to read', () => {
      const refused = [...small].filter(([, { status }]) => status !== 200);
      const unexpected = refused.filter(([title]) => !(nameOf(title) in NOTHING_TO_READ));
      expect(unexpected.map(([title, { status }]) => `${title}: ${status}`)).toEqual([]);
      const refusedNames = new Set(refused.map(([title]) => nameOf(title)));
      expect([...refusedNames].sort()).toEqual(Object.keys(NOTHING_TO_READ).sort());
    });

    it('look at no more pages than three times as many', () => {
      const grown = [...large].flatMap(([title, { pages }]) => {
        const before = small.get(title)?.pages ?? 0;
        const isGrown = pages > FEW_PAGES && pages > MOST * before;
        return isGrown && !(nameOf(title) in TELLS_OF_MORE) ? [`${title}: ${before} -> ${pages} pages`] : [];
      });
      expect(grown).toEqual([]);
    });
  });
});
