import { describe, expect, it } from 'vitest';
import { UNDO_MS, UndoMinutes } from './undo-minute';

const NOW = Date.parse('2026-07-01T22:00:00Z');

describe('a check-out that can be undone', () => {
  it('waits for a minute, and no longer', () => {
    const minutes = new UndoMinutes();
    minutes.begin('one', NOW);
    expect(minutes.of('one', NOW + 5000)).toBe(NOW + UNDO_MS);
    expect(minutes.of('one', NOW + UNDO_MS)).toBeNull();
  });

  it('waits no longer when its minute is ended', () => {
    const minutes = new UndoMinutes();
    minutes.begin('one', NOW);
    minutes.begin('other', NOW);
    minutes.end('one');
    expect([minutes.of('one', NOW), minutes.of('other', NOW)]).toEqual([null, NOW + UNDO_MS]);
  });

  it('does not wait on a page that did not see it pressed', () => expect(new UndoMinutes().of('one', NOW)).toBeNull());

  it('does not wait for an hour when the clock is put back by one', () => {
    const minutes = new UndoMinutes();
    minutes.begin('one', NOW);
    expect(minutes.of('one', NOW - 3_600_000)).toBeNull();
  });
});
