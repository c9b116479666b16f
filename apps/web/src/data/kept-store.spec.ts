import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { waiting } from './kept-store';

const alarm = (clientId: string) => ({ clientId, userId: 'kim', jobId: 'job', pressedAt: '2026-07-01T12:00:00.000Z' });

afterEach(async () => {
  vi.restoreAllMocks();
  await waiting.alarms.clear();
});

const full = (): never => {
  throw new DOMException('full', 'QuotaExceededError');
};

describe('a call for help', () => {
  it('waits in the page where the device has no room, beside those that it has', async () => {
    expect(await waiting.alarms.put(alarm('a'))).toBe(true);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
    expect(await waiting.alarms.put(alarm('b'))).toBe(false);
    expect(await waiting.alarms.getAll()).toEqual([alarm('a'), alarm('b')]);
    expect(await waiting.alarms.count()).toBe(2);
    await waiting.alarms.delete('b');
    expect(await waiting.alarms.getAll()).toEqual([alarm('a')]);
  });

  it('that is kept again is the newer one, and there once', async () => {
    await waiting.alarms.put(alarm('a'));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
    const newer = { ...alarm('a'), accuracyMeters: 8 };
    await waiting.alarms.put(newer);
    expect(await waiting.alarms.getAll()).toEqual([newer]);
    expect(await waiting.alarms.get('a')).toEqual(newer);
    expect(await waiting.alarms.count()).toBe(1);
    await waiting.alarms.delete('a');
    expect(await waiting.alarms.get('a')).toBeUndefined();
  });
});

describe('a browser that forbids its database', () => {
  it('keeps messages, positions and calls in the page', async () => {
    vi.resetModules();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    const { waiting: here } = await import('./kept-store');
    expect(await here.alarms.put(alarm('a'))).toBe(false);
    expect(await here.alarms.getAll()).toEqual([alarm('a')]);
    expect(await here.fixes.count()).toBe(0);
    await here.alarms.clear();
    expect(await here.alarms.getAll()).toEqual([]);
  });
});
