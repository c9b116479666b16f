import { describe, expect, it } from 'vitest';
import { planDeliveries, type Reach } from './plan.js';

const PERSON: Reach = {
  userId: 'u',
  isEmailConfirmed: true,
  phone: '+12135550134',
  subscriptions: [{ id: 'd1' }, { id: 'd2' }],
  unwanted: [],
  quietFromMinute: null,
  quietUntilMinute: null,
  timeZone: null,
};
/** 22:00 to 7:00 in Los Angeles. */
const SLEEPER: Reach = { ...PERSON, quietFromMinute: 1320, quietUntilMinute: 420, timeZone: 'America/Los_Angeles' };

const NOON = new Date('2030-05-01T19:00:00Z');
const AT_NIGHT = new Date('2030-05-02T06:30:00Z');
const ALL = ['push', 'email', 'sms'] as const;

const occasion = (changes: Partial<Parameters<typeof planDeliveries>[1]> = {}) => ({
  line: { isUrgent: false },
  channels: ALL,
  offered: new Set(ALL),
  expiresAt: null,
  now: NOON,
  ...changes,
});

const plan = (person: Partial<Reach>, changes: Parameters<typeof occasion>[0] = {}) =>
  planDeliveries({ ...PERSON, ...person }, occasion(changes)).map(
    ({ channel, targetId, dueAt }) => `${channel} ${targetId} ${dueAt?.toISOString() ?? 'now'}`,
  );

describe('a message goes', () => {
  it('to every device, the mailbox and the phone', () => {
    expect(plan({})).toEqual(['push d1 now', 'push d2 now', 'email u now', 'sms u now']);
  });

  it('only where the person can be reached, by ways that the server has', () => {
    expect(plan({ isEmailConfirmed: false, phone: null, subscriptions: [] })).toEqual([]);
    expect(plan({}, { offered: new Set(['email']) })).toEqual(['email u now']);
  });

  it('by no way that is not wanted', () => {
    expect(plan({ unwanted: ['push', 'sms'] })).toEqual(['email u now']);
  });
});

describe('quiet hours', () => {
  it('hold back until they end, over midnight', () => {
    expect(plan(SLEEPER, { now: AT_NIGHT, channels: ['email'] })).toEqual(['email u 2030-05-02T14:00:00.000Z']);
    expect(plan(SLEEPER, { now: NOON, channels: ['email'] })).toEqual(['email u now']);
  });

  it('hold back within a day too, and begin and end to the minute', () => {
    const nap = { ...SLEEPER, quietFromMinute: 780, quietUntilMinute: 840 };
    const at = (time: string) => plan(nap, { now: new Date(`2030-05-01T${time}Z`), channels: ['email'] });
    expect(at('19:59:00')).toEqual(['email u now']);
    expect(at('20:00:00')).toEqual(['email u 2030-05-01T21:00:00.000Z']);
    expect(at('20:59:00')).toEqual(['email u 2030-05-01T21:00:00.000Z']);
    expect(at('21:00:00')).toEqual(['email u now']);
  });

  it('let through what concerns a shift of today', () => {
    expect(plan(SLEEPER, { now: AT_NIGHT, channels: ['push'], line: { isUrgent: true } })).toHaveLength(2);
  });

  it('end what is no longer true in the morning', () => {
    const expiresAt = new Date('2030-05-02T06:31:00Z');
    expect(plan(SLEEPER, { now: AT_NIGHT, expiresAt })).toEqual([]);
  });
});
