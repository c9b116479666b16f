import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { timelineDetails } from '@aegis/contract';
import { LANGUAGES } from '@aegis/words/languages';
import { describeMessages } from './document.js';
import type { Recipient } from './line.js';
import { LINES, MATRIX } from './matrix.js';
import { sayMessage } from './words.js';

const PAGE = new URL('../../../../../../docs/messages.md', import.meta.url);

it('docs/messages.md is the matrix', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, describeMessages());
  expect(readFileSync(PAGE, 'utf8')).toBe(describeMessages());
});

const EVERYBODY = ['guard', 'customer', 'admin', 'system'] as const;

/** Everybody whom one row of a timeline can reach by a line. */
const reached = (to: Recipient): string => (to === 'former_guard' ? 'guard' : to);

describe('the matrix', () => {
  it('tells nobody of one thing by two kinds', () => {
    const told = new Set<string>();
    for (const [, { cause, to, by = EVERYBODY }] of LINES)
      for (const role of by) {
        const once = `${cause} by ${role} to ${reached(to)}`;
        expect(told, once).not.toContain(once);
        told.add(once);
      }
  });

  it('follows only from what is recorded, and ends when that says', () => {
    for (const [, { cause, until }] of LINES) {
      expect(timelineDetails).toHaveProperty(cause);
      if (until !== undefined) expect(timelineDetails[cause].shape).toHaveProperty(until);
    }
  });

  it('does not try a channel twice', () => {
    for (const [kind, { atOnce, ifUnseen }] of LINES)
      expect(new Set([...atOnce, ...ifUnseen]).size, kind).toBe(atOnce.length + ifUnseen.length);
  });

  it('reaches people as the house has promised: offers by push alone, alarms by SMS, money trouble by mail at once', () => {
    expect(MATRIX.offer).toMatchObject({ atOnce: ['push'], ifUnseen: [], topic: 'offer', until: 'expiresAt' });
    for (const kind of ['guard_late', 'guard_absent', 'guard_left_post'] as const)
      expect(MATRIX[kind].ifUnseen).toEqual(['email', 'sms']);
    for (const kind of ['card_refused', 'card_to_mend', 'refunded', 'disputed'] as const)
      expect(MATRIX[kind].atOnce).toEqual(['email', 'push']);
    expect(LINES.filter(([, { to, ifUnseen }]) => to === 'admins' && ifUnseen.length > 0)).toEqual([]);
  });
});

const AT = '2030-05-01T12:00:00.000Z';
const FACTS = {
  ...{ offerId: 'o', guardId: 'g', expiresAt: AT, since: AT, answerBy: AT, clockEndsAt: AT, at: AT, lastHeardAt: AT },
  ...{ startTime: AT, endTime: AT, workedMinutes: 130, dueAmountCents: 5417, feeCents: 1250, amountCents: 5417 },
  ...{ guardPayoutCents: 4333, validUntil: AT, expiresOn: '2030-05-01', days: 7 },
};
const JOB = {
  title: 'Night watch',
  startTime: new Date(AT),
  endTime: new Date('2030-05-01T20:00:00Z'),
  timeZone: 'America/Los_Angeles',
  guardId: 'g',
  guardName: 'Kim Lee',
};

describe('the words', () => {
  it.each(LINES.flatMap(([kind]) => LANGUAGES.map((language) => [kind, language] as const)))(
    'of %s in %s are whole, in the zone of the place, and short enough for a phone',
    (kind, language) => {
      const offer = { distanceMeters: 2900, payoutCents: 9600 };
      const { title, body } = sayMessage(kind, { facts: FACTS, job: JOB, offer }, language);
      for (const words of [title, body]) {
        expect(words).not.toMatch(/undefined|NaN|Invalid|null|!|[{}]/);
        expect(words.length).toBeGreaterThan(2);
      }
      expect(title.length).toBeLessThanOrEqual(70);
      expect(`${title} ${body}`).not.toMatch(/12:00.[Pp]/);
    },
  );

  it('name a guard only while they have the job', () => {
    const told = { facts: { guardId: 'another' }, job: JOB, offer: null };
    expect(sayMessage('guard_accepted', told, 'en').title).toBe('The guard has accepted');
    expect(sayMessage('guard_accepted', told, 'es').title).toBe('El guardia aceptó');
  });
});
