import { expect, it } from 'vitest';
import { ReplicaLag } from './replica-lag.js';

it('is how long ago the primary had what is still to come', () => {
  const lag = new ReplicaLag();
  for (const [position, at] of [
    [100, 1_000],
    [200, 2_000],
    [300, 3_000],
  ] as const)
    lag.note(position, at);
  expect(lag.ms(4_000)).toBe(3_000);
  lag.reached(150, 4_000);
  expect(lag.ms(4_500)).toBe(2_500);
  lag.reached(299, 5_000);
  expect(lag.ms(6_000)).toBe(3_000);
});

it('does not grow while nobody writes, and is then what the last wait was', () => {
  const lag = new ReplicaLag();
  lag.note(100, 1_000);
  lag.reached(100, 1_004);
  expect(lag.ms(1_000_000)).toBe(4);
  lag.note(100, 2_000_000);
  lag.reached(100, 2_000_001);
  expect(lag.ms(3_000_000)).toBe(1);
});
