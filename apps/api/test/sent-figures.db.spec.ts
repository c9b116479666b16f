import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OtlpCollector } from './otlp-collector.js';
import { sendRaw } from './raw-request.js';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, onServerOnly, type TestDatabase } from './test-database.js';

const SOON = { timeout: 60_000, interval: 100 };
const ASKED = 7;
const BUILT = fileURLToPath(new URL('../dist/src/platform', import.meta.url));
/** Nobody listens on the port of "discard". */
const NOWHERE = 'http://127.0.0.1:9';

type Sent = OtlpCollector['figures'][number];

/** Names on a page of Prometheus's. */
const namesOn = (page: string): string[] => [...page.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!).toSorted();

onServerOnly('a process of its own needs a server', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const startedWith = (endpoint: string, settings: Record<string, string> = {}): Promise<ServerProcess> =>
    ServerProcess.start(database, {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      ...settings,
    });

  async function askForConfig({ port }: ServerProcess, times: number): Promise<void> {
    for (let asked = 0; asked < times; asked++)
      expect((await sendRaw(port, { path: '/api/v1/config' })).status).toBe(200);
  }

  describe('figures sent by OTLP', () => {
    const collector = new OtlpCollector();
    let server: ServerProcess;
    let page: string;

    beforeAll(async () => {
      server = await startedWith(await collector.start());
      await askForConfig(server, ASKED);
      page = (await sendRaw(server.port, { path: '/metrics' })).text;
      await vi.waitFor(() => expect(collector.figures.length).toBeGreaterThan(1), SOON);
      server.terminate();
      expect(await server.ended()).toBe(0);
    }, 120_000);
    afterAll(async () => {
      await server.discard();
      await collector.close();
    });

    const last = (): Sent => collector.figures.at(-1) ?? [];
    const figure = (name: string) => last().find((one) => one.name === name);

    it('are those of /metrics, each once and under the same name', () => {
      expect(namesOn(page).length).toBeGreaterThan(30);
      expect(
        last()
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(namesOn(page));
    });

    it('count the same: each answer in the bucket that it falls in, and once', () => {
      const points = figure('aegis_http_request_duration_seconds')?.histogram?.dataPoints ?? [];
      const ofConfig = points.find(({ attributes }) => JSON.stringify(attributes).includes('/api/v1/config'));
      expect(ofConfig?.count).toBe(ASKED);
      expect(ofConfig?.bucketCounts.reduce((sum, one) => sum + one, 0)).toBe(ASKED);
      expect(ofConfig?.bucketCounts).toHaveLength((ofConfig?.explicitBounds.length ?? 0) + 1);
      expect(ofConfig?.sum).toBeGreaterThan(0);
    });

    it('say what is a total and since when, and what is a state', () => {
      const [cpu] = figure('process_cpu_seconds_total')?.sum?.dataPoints ?? [];
      expect(cpu?.asDouble).toBeGreaterThan(0);
      expect(Number(cpu?.timeUnixNano)).toBeGreaterThan(Number(cpu?.startTimeUnixNano));
      const jobs = figure('aegis_jobs')?.gauge?.dataPoints ?? [];
      expect(jobs.map(({ attributes }) => attributes)).toContainEqual([
        { key: 'status', value: { stringValue: 'requested' } },
      ]);
    });

    it('say which process they are of, and no trace comes where OTEL_TRACES_EXPORTER says so', () => {
      expect(collector.sender.get('service.name')).toEqual({ stringValue: 'aegis' });
      expect(collector.sender.get('service.instance.id')).toBeDefined();
      expect(collector.spans).toEqual([]);
    });
  });

  it('costs no request and no end when the collector is away', async () => {
    const server = await startedWith(NOWHERE, { OTEL_TRACES_EXPORTER: 'otlp' });
    try {
      const begun = performance.now();
      // Longer than a time of sending, so that it fails while we are asked.
      while (performance.now() - begun < 2500) await askForConfig(server, 1);
      server.terminate();
      expect(await server.ended()).toBe(0);
    } finally {
      await server.discard();
    }
  }, 120_000);
});

describe('the packages that send', () => {
  /** How many files of theirs a process has loaded after it was told where to send to. */
  function loadedFor(otlp: string): number {
    const script = `
      import { createRequire } from 'node:module';
      import { startTracing } from '${BUILT}/tracing/start-tracing.js';
      import { sendFigures } from '${BUILT}/figures/send-figures.js';
      import { Figures } from '${BUILT}/figures/figures.js';
      await startTracing(${otlp});
      await sendFigures(${otlp}, new Figures());
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(loaded.filter((file) => /@opentelemetry.(?!api\\b)/.test(file)).length);
      process.exit(0);`;
    return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  }

  it('are not even loaded where nothing is to be sent', () => {
    expect(loadedFor('undefined')).toBe(0);
    const all = `{ endpoint: '${NOWHERE}', traces: true, figures: true, intervalMs: 1000 }`;
    expect(loadedFor(all)).toBeGreaterThan(10);
  });
});
