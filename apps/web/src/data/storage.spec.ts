import { afterEach, describe, expect, it, vi } from 'vitest';
import { inTab, onDevice } from './storage';

/** Even its name throws, as where cookies are blocked; or it has no room. */
const FORBIDDEN = {
  get: () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  },
};
const full = () => ({
  getItem: () => null,
  removeItem: () => undefined,
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError');
  },
});

function storagesAre(property: PropertyDescriptor): void {
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(globalThis, name, { configurable: true, ...property });
}

const before = { local: Object.getOwnPropertyDescriptor(globalThis, 'localStorage') };
afterEach(() => {
  vi.unstubAllGlobals();
  for (const name of ['localStorage', 'sessionStorage']) {
    Reflect.deleteProperty(globalThis, name);
    if (before.local) Object.defineProperty(globalThis, name, before.local);
  }
});

describe.each([
  ['on the device', onDevice],
  ['in the tab', inTab],
])('what is kept %s', (_, kept) => {
  it.each([
    ['forbids it', FORBIDDEN],
    ['is full', { value: full() }],
  ])('is there as long as the page is open where the browser %s', (_why, property) => {
    storagesAre(property);
    expect(kept.get('aegis.a')).toBeNull();
    kept.set('aegis.a', '1');
    expect(kept.get('aegis.a')).toBe('1');
    expect(kept.names()).toContain('aegis.a');
    kept.remove('aegis.a');
    expect(kept.get('aegis.a')).toBeNull();
    expect(kept.names()).not.toContain('aegis.a');
  });
});
