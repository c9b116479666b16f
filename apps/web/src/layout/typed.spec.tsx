// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { queryClient } from '../data/query-client';
import { ME, sessionBegan, sessionEnded } from '../data/session-state';
import { somebody } from '../spec-support/market-answers';
import { keepTypedOver } from './typed';
import { PATIENCE } from '../spec-support/patience';

/** Of two fields with one name, one that asks for a code, a password, and what React knows of it all. */
function Form({ isOpen = true, first = '' }: { isOpen?: boolean; first?: string }) {
  const [known, setKnown] = useState({ reason: first, note: '', other: '', code: '', secret: '' });
  const field = (name: keyof typeof known) => ({
    value: known[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setKnown((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <form>
      <label>
        Reason <input type="text" {...field('reason')} />
      </label>
      {isOpen && <textarea aria-label="Note" {...field('note')} />}
      {isOpen && <textarea aria-label="Note" {...field('other')} />}
      <input aria-label="Code" autoComplete="one-time-code" {...field('code')} />
      <input aria-label="Secret" type="password" {...field('secret')} />
      <output>{JSON.stringify(known)}</output>
    </form>
  );
}

const NOTHING = { reason: '', note: '', other: '', code: '', secret: '' };
const known = () => JSON.parse(screen.getByRole('status').textContent) as typeof NOTHING;

function type(element: HTMLElement, value: string): void {
  const field = element as HTMLInputElement;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

let stop = (): void => {};

const begin = (): void =>
  void (stop = keepTypedOver(() => queryClient.getQueryData<{ id: string } | null>(ME)?.id ?? null));

/** The page goes, and all that was drawn on it. */
function leave(): void {
  window.dispatchEvent(new Event('pagehide'));
  stop();
  cleanup();
}

beforeEach(() => {
  history.replaceState(null, '', '/admin/jobs/1');
  begin();
  render(<Form />);
  type(screen.getByLabelText('Reason'), 'They called');
  type(screen.getAllByLabelText('Note')[1] as HTMLElement, 'Gate 4');
  type(screen.getByLabelText('Code'), '123456');
  type(screen.getByLabelText('Secret'), 'a-long-password');
});
afterEach(() => {
  stop();
  cleanup();
  queryClient.clear();
  localStorage.clear();
  sessionStorage.clear();
});

/** What was there is gone with the page; what begins then is another one. */
async function load(page = <Form />): Promise<void> {
  leave();
  render(page);
  begin();
  await Promise.resolve();
}

it('what was typed is there after the page was loaded again, and nothing that is secret was kept', async () => {
  await load();
  await vi.waitFor(() => expect(known()).toEqual({ ...NOTHING, reason: 'They called', other: 'Gate 4' }), PATIENCE);
  expect(JSON.stringify(sessionStorage)).not.toMatch(/123456|a-long-password/);
});

it('a field that comes later is given back when it comes, and only once', async () => {
  leave();
  const { rerender } = render(<Form isOpen={false} />);
  begin();
  await vi.waitFor(() => expect(known()).toMatchObject({ reason: 'They called', other: '' }), PATIENCE);
  type(screen.getByLabelText('Reason'), 'They wrote');
  rerender(<Form />);
  await vi.waitFor(() => expect(known()).toMatchObject({ reason: 'They wrote', other: 'Gate 4' }), PATIENCE);
});

it('another page is given nothing', async () => {
  leave();
  history.replaceState(null, '', '/admin/jobs/2');
  render(<Form />);
  begin();
  await Promise.resolve();
  expect(known()).toEqual(NOTHING);
});

it('a form that has kept its own draft is left alone', async () => {
  let inputs = 0;
  document.addEventListener('input', () => inputs++);
  leave();
  render(<Form first="They called" isOpen={false} />);
  begin();
  await Promise.resolve();
  expect({ inputs, reason: known().reason }).toEqual({ inputs: 0, reason: 'They called' });
});

describe('a session that ends over what was typed', () => {
  const [kim, other] = [somebody('customer'), somebody('guard')];
  /** The page is taken away for the one that asks to sign in. */
  function end(): void {
    sessionBegan(queryClient, kim);
    sessionEnded(queryClient);
    cleanup();
    history.replaceState(null, '', '/sign-in');
  }
  function comeBack(user: typeof kim): void {
    sessionBegan(queryClient, user);
    history.replaceState(null, '', '/admin/jobs/1');
    render(<Form />);
  }

  it('leaves it to its owner, who finds it when they have signed in again', async () => {
    end();
    render(<Form />);
    await Promise.resolve();
    expect(known()).toEqual(NOTHING);
    cleanup();
    comeBack(kim);
    await vi.waitFor(() => expect(known()).toEqual({ ...NOTHING, reason: 'They called', other: 'Gate 4' }), PATIENCE);
  });

  it('and to nobody else, not even when its owner comes after them', async () => {
    end();
    comeBack(other);
    await Promise.resolve();
    expect(known()).toEqual(NOTHING);
    cleanup();
    comeBack(kim);
    await Promise.resolve();
    expect(known()).toEqual(NOTHING);
  });
});
