// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useStayAwake } from './stay-awake';
import { PATIENCE } from '../../spec-support/patience';

/** A screen that is kept on by whoever holds a lock of it, as browsers have it. */
class Screen {
  readonly locks: Lock[] = [];
  refuses = false;
  request = (): Promise<Lock> => {
    if (this.refuses) return Promise.reject(new DOMException('little battery', 'NotAllowedError'));
    const lock = new Lock();
    this.locks.push(lock);
    return Promise.resolve(lock);
  };
  get isOn(): boolean {
    return this.locks.some(({ released }) => !released);
  }
}
class Lock extends EventTarget {
  released = false;
  release(): Promise<void> {
    this.released = true;
    this.dispatchEvent(new Event('release'));
    return Promise.resolve();
  }
}

function Shift({ isOnSite }: { isOnSite: boolean }) {
  return <p>{useStayAwake(isOnSite) ? 'stays on' : 'may lock'}</p>;
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const install = (): Screen => {
  const phone = new Screen();
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: phone });
  return phone;
};
const look = (visible: boolean): void => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visible ? 'visible' : 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
};

it('the screen stays on while it is wanted, again after the page was hidden, and says so', async () => {
  const phone = install();
  const { rerender } = render(<Shift isOnSite />);
  await screen.findByText('stays on', {}, PATIENCE);
  expect(phone.isOn).toBe(true);
  look(false);
  await phone.locks[0]?.release();
  await screen.findByText('may lock', {}, PATIENCE);
  look(true);
  await screen.findByText('stays on', {}, PATIENCE);
  rerender(<Shift isOnSite={false} />);
  await waitFor(() => expect(phone.isOn).toBe(false), PATIENCE);
  await screen.findByText('may lock', {}, PATIENCE);
});

it('a phone that refuses says that it may lock', async () => {
  const phone = install();
  phone.refuses = true;
  render(<Shift isOnSite />);
  look(true);
  await screen.findByText('may lock', {}, PATIENCE);
  expect(phone.isOn).toBe(false);
});
