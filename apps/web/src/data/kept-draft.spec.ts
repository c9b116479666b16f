import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetDraft, forgetDrafts, keepDraft, readDraft } from './kept-draft';

const HOUR_MS = 3_600_000;
const MINE = { userId: 'mine', form: 'book' };
const THEIRS = { userId: 'theirs', form: 'book' };

/** As a browser's: its keys are properties. */
function storage(refuses = false): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return Object.hasOwn(this, key) ? this[key] : null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      if (refuses) throw new DOMException('full', 'QuotaExceededError');
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  };
  return Object.create(methods) as Storage;
}

beforeEach(() => vi.stubGlobal('localStorage', storage()));
afterEach(() => vi.unstubAllGlobals());

describe('a draft', () => {
  it('is its owner’s, until it is sent', () => {
    keepDraft(MINE, { title: 'Gate' });
    expect(readDraft(MINE)).toEqual({ title: 'Gate' });
    expect(readDraft(THEIRS)).toBeUndefined();
    forgetDraft(MINE);
    expect(readDraft(MINE)).toBeUndefined();
  });

  it('is gone after a day', () => {
    keepDraft(MINE, { title: 'Gate' }, 0);
    expect(readDraft(MINE, 23 * HOUR_MS)).toEqual({ title: 'Gate' });
    expect(readDraft(MINE, 24 * HOUR_MS)).toBeUndefined();
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('is gone when somebody signs out, and nothing else of the device', () => {
    keepDraft(MINE, { title: 'Gate' });
    localStorage.setItem('aegis.other', 'stays');
    forgetDrafts();
    expect(Object.keys(localStorage)).toEqual(['aegis.other']);
  });

  it('that is broken is none; one for which there is no room is kept as long as the page is open', () => {
    localStorage.setItem('aegis.draft.mine.book', '{"at":');
    expect(readDraft(MINE)).toBeUndefined();
    vi.stubGlobal('localStorage', storage(true));
    keepDraft(MINE, { title: 'Gate' });
    expect(readDraft(MINE)).toEqual({ title: 'Gate' });
    forgetDrafts();
    expect(readDraft(MINE)).toBeUndefined();
  });
});
