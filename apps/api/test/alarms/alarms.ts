import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RULES = fileURLToPath(new URL('../../../../deploy/prometheus/alerts.yml', import.meta.url));

/** What Prometheus adds to what it was told. */
const TARGET = { job: 'aegis', instance: 'one' };
const MINUTES = 80;

/** The page of a server, as Prometheus reads it: each series with its value. */
export class Look {
  private constructor(
    readonly series: ReadonlyMap<string, number>,
    private readonly counters: ReadonlySet<string>,
  ) {}

  static async at(baseUrl: string): Promise<Look> {
    const page = await (await fetch(`${baseUrl}/metrics`)).text();
    const lines = [...page.matchAll(/^(\w+(?:\{.*\})?) (\S+)$/gm)];
    const counters = [...page.matchAll(/^# TYPE (\w+) (?:counter|histogram)$/gm)];
    return new Look(
      new Map(lines.map(([, series = '', value]) => [series, Number(value)])),
      new Set(counters.map(([, name = '']) => name)),
    );
  }

  isCounter(series: string): boolean {
    const name = series.replace(/\{.*$/, '');
    return this.counters.has(name) || this.counters.has(name.replace(/_(bucket|count|sum)$/, ''));
  }
}

const rules = (): string => readFileSync(RULES, 'utf8');

/** What rules ask for: a figure and the labels that it has to have. Labels that Prometheus adds are not the server's. */
export function askedFigures(): { figure: string; labels: { label: string; is: (value: string) => boolean }[] }[] {
  return [...rules().matchAll(/\b((?:aegis|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(([, figure = '', labels = '']) => ({
    figure,
    labels: [...labels.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)]
      .filter(([, label = '']) => !(label in TARGET))
      .map(([, label = '', operator = '', text = '']) => ({ label, is: matcherOf(operator, text) })),
  }));
}

function matcherOf(operator: string, text: string): (value: string) => boolean {
  const isLike = operator.endsWith('~') ? (value: string) => new RegExp(`^(?:${text})$`).test(value) : undefined;
  const isSame = isLike ?? ((value: string) => value === text);
  return operator.startsWith('!') ? (value) => !isSame(value) : isSame;
}

export function labelsOf(series: string): { figure: string; labels: Map<string, string> } {
  const [, figure = '', labels = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(series) ?? [];
  return {
    figure,
    labels: new Map([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])),
  };
}

/**
 * Whether the alert comes where things stay as in `now`, and what was counted since `before` is counted again each minute: by Prometheus's
 * own tool, from the rules as they are delivered.
 */
export function comes(alert: string, now: Look, before = now): boolean {
  const isFiring = isSo(alert, [{ labels: '{}', value: 1 }], now, before);
  if (isFiring === isSo(alert, [], now, before))
    throw new Error(`promtool says neither that ${alert} comes nor that it does not`);
  return isFiring;
}

function isSo(alert: string, samples: object[], now: Look, before: Look): boolean {
  const expr = `count(count by (alertname) (ALERTS{alertname="${alert}",alertstate="firing"}))`;
  const one = { interval: '1m', input_series: inputOf(now, before) };
  const test = { ...one, promql_expr_test: [{ expr, eval_time: `${MINUTES - 1}m`, exp_samples: samples }] };
  const folder = mkdtempSync(join(tmpdir(), 'aegis-alarms-'));
  try {
    const file = join(folder, 'test.yml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: '1m', tests: [test] }));
    return spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' }).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inputOf(now: Look, before: Look): { series: string; values: string }[] {
  const asked = new Set(askedFigures().map(({ figure }) => figure));
  return [...now.series].flatMap(([series, value]) => {
    const { figure, labels } = labelsOf(series);
    if (!asked.has(figure)) return [];
    const all = [...labels, ...Object.entries(TARGET)].map(([name, text]) => `${name}="${text}"`);
    const step = now.isCounter(series) ? value - (before.series.get(series) ?? 0) : 0;
    return [{ series: `${figure}{${all.join(', ')}}`, values: `${value}+${step}x${MINUTES}` }];
  });
}
