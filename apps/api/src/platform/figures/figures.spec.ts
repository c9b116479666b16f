import { Gauge } from 'prom-client';
import { expect, it } from 'vitest';
import { Figures } from './figures.js';

it('are shown without the one that nobody answers for, or that is refused', async () => {
  const figures = new Figures(50);
  const gauge = (name: string, collect: () => Promise<void>): Gauge =>
    new Gauge({ name, help: name, registers: [figures.registry], collect });
  gauge('frozen', () => new Promise(() => {}));
  gauge('refused', () => Promise.reject(new Error('away')));
  gauge('told', () => Promise.resolve()).set(7);
  expect(await figures.page()).toContain('\ntold 7\n');
  expect((await figures.read()).map(({ name }) => name)).toEqual(['told']);
});
