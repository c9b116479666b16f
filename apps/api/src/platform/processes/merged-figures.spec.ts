import { Gauge, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { mergedFigures } from './merged-figures.js';

async function pageOf(process: string, held: number): Promise<string> {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  const registers = [registry];
  new Gauge({ name: 'held', help: 'What is held\nnow', labelNames: ['kind'], registers }).set({ kind: 'a' }, held);
  new Histogram({ name: 'took', help: 'How long', buckets: [1], registers }).observe(held);
  return registry.metrics();
}

describe('figures of several processes', () => {
  it('are one page, each described once and said of each process', async () => {
    expect(mergedFigures([await pageOf('7', 1), await pageOf('8', 2)])).toBe(
      [
        '# HELP held What is held\\nnow\n# TYPE held gauge\nheld{kind="a",process="7"} 1\nheld{kind="a",process="8"} 2\n',
        '# HELP took How long\n# TYPE took histogram\ntook_bucket{le="1",process="7"} 1\ntook_bucket{le="+Inf",process="7"} 1\n' +
          'took_sum{process="7"} 1\ntook_count{process="7"} 1\ntook_bucket{le="1",process="8"} 0\n' +
          'took_bucket{le="+Inf",process="8"} 1\ntook_sum{process="8"} 2\ntook_count{process="8"} 1\n',
      ].join('\n'),
    );
  });

  it('are those of the others when one has given none', async () => {
    expect(mergedFigures([await pageOf('7', 1), ''])).toBe(mergedFigures([await pageOf('7', 1)]));
  });
});
