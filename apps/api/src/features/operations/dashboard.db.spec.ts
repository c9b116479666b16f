import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Marketplace } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';

const deploy = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../../deploy/${path}`, import.meta.url)), 'utf8');

/** What Grafana needs of a dashboard that is given to it as a file. */
const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.literal('datasource') })).length(1) }),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.enum(['row', 'timeseries', 'stat']),
      title: z.string(),
      gridPos: z.object({ h: z.number(), w: z.number().max(24), x: z.number().max(23), y: z.number() }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).optional(),
    }),
  ),
});
const { panels, templating } = dashboard.parse(JSON.parse(deploy('grafana/aegis.json')));

/** Where there is none nothing is said of it; one that is away has its figures too. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/none';
const WITH_REPLICA = {
  ...{ DATABASE_URL: NOWHERE, DATABASE_REPLICA_URLS: NOWHERE },
  ...{ RATE_LIMITS: 'off', ADMIN_SECOND_FACTOR: 'off' },
};

/** Figures by name, each with the names of its labels. */
let served: Map<string, Set<string>>;
let market: Marketplace;

beforeAll(async () => {
  market = await Marketplace.open(WITH_REPLICA);
  await sendRaw(market.application.port, { path: '/health/live' });
  const { text } = await sendRaw(market.application.port, { path: '/metrics' });
  served = new Map();
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-z_0-9]+)(?:\{(.*)\})? /gm)) {
    const known = served.get(name) ?? new Set();
    served.set(name, known);
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
  }
});
afterAll(() => market.close());

const FIGURE = /\b((?:aegis|nodejs|process)_[a-z0-9_]+)\b/g;
/** Given by Prometheus to what it scrapes, and by a cluster to each of its processes. */
const OF_SCRAPING = ['job', 'instance', 'process'];

describe('the dashboard', () => {
  const shown = panels.filter(({ type }) => type !== 'row');

  it('asks one source, which whoever opens it chooses', () => {
    const sources = [...deploy('grafana/aegis.json').matchAll(/"uid": "(\$\{\w+\})"/g)].map(([, uid]) => uid);
    expect([...new Set(sources)]).toEqual([`\${${templating.list[0]?.name}}`]);
  });

  it('has no panel on another, and none with nothing in it', () => {
    const taken = new Set<string>();
    for (const { gridPos, title, targets } of shown) {
      expect(targets?.length, title).toBeGreaterThan(0);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken, title).not.toContain(`${x} ${y}`);
          taken.add(`${x} ${y}`);
        }
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it.each(shown.map(({ title, targets }) => ({ title, targets })))(
    'asks for what the server says: $title',
    ({ targets }) => {
      for (const { expr, legendFormat } of targets ?? []) {
        const figures = [...expr.matchAll(FIGURE)].map(([, name = '']) => name);
        expect(figures.length, expr).toBeGreaterThan(0);
        expect(figures.filter((name) => !served.has(name))).toEqual([]);
        const labels = new Set([...OF_SCRAPING, ...figures.flatMap((name) => [...(served.get(name) ?? [])])]);
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g), ...expr.matchAll(/(\w+)(?==~?"|!~")/g)];
        expect(named.map(([, label = '']) => label).filter((label) => !labels.has(label))).toEqual([]);
      }
    },
  );

  it('shows every figure that an alarm asks for', () => {
    const dashboardAsks = new Set(
      shown
        .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
        .join(' ')
        .match(FIGURE),
    );
    const asked = [...deploy('prometheus/alerts.yml').matchAll(FIGURE)].map(([, name = '']) => name);
    expect([...new Set(asked)].filter((name) => !dashboardAsks.has(name))).toEqual([]);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  });
});
