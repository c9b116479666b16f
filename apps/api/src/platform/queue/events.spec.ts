import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deadlineKind, refuseUnhandled } from './deadline-kind.js';
import { defineEvents, refuseUnheard } from './events.js';

const events = defineEvents({
  'ship.sailed': z.object({ shipId: z.uuid() }),
  'ship.sank': z.object({ shipId: z.uuid() }),
});
const SHIP = '00000000-0000-4000-8000-000000000001';

describe('an event', () => {
  it('is declared once', () => {
    expect(() => defineEvents({ 'ship.sailed': z.object({}) })).toThrow('ship.sailed is declared twice');
  });

  it('that nobody hears refuses the start, by its name', () => {
    expect(() => refuseUnheard((name) => name === 'ship.sailed')).toThrow(/^Nobody hears ship\.sank:/);
    expect(() => refuseUnheard(() => true)).not.toThrow();
  });

  it('gives what it declares, and refuses what another version has written', () => {
    expect(events['ship.sank'].read({ shipId: SHIP, cargo: 'tea' })).toEqual({ shipId: SHIP });
    expect(() => events['ship.sank'].read({ boatId: SHIP })).toThrow('shipId');
  });

  it('is nothing but a declared one', () => {
    const hears = (_event: (typeof events)['ship.sank']): boolean => true;
    // @ts-expect-error a name alone
    expect(hears('ship.sank')).toBe(true);
    // @ts-expect-error something that only looks like one
    expect(hears({ name: 'ship.sank', read: () => ({ shipId: SHIP }) })).toBe(true);
  });
});

describe('a deadline', () => {
  it('is declared once, and without a handler refuses the start', () => {
    deadlineKind('ship.expected');
    expect(() => deadlineKind('ship.expected')).toThrow('ship.expected is declared twice');
    expect(() => refuseUnhandled(() => false)).toThrow('Nobody handles the deadlines ship.expected.');
    expect(() => refuseUnhandled(() => true)).not.toThrow();
  });
});
