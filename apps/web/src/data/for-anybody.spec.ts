import { api, type Endpoint } from '@aegis/contract';
import { describe, expect, it } from 'vitest';
import { isForAnybody } from './for-anybody';

const ENDPOINTS = Object.entries(api).flatMap(([group, endpoints]) =>
  Object.entries<Endpoint>(endpoints).map(([name, { access }]) => ({ group, name, access })),
);

/** Asked by the payment provider, by mail programs, by calendars and by whoever checks a receipt, never by a page. */
const OF_MACHINES = [
  'payments.webhook',
  'payments.connectWebhook',
  'notifications.unsubscribeAtOnce',
  'receipts.keys',
  'calendars.read',
];
/** Signing out and back in: here the server decides. */
const ASKED_ANYWAY = ['auth'];

describe('what a page asks while nobody is signed in', () => {
  it('is all that the server answers to anybody', () => {
    const held = ENDPOINTS.filter(({ group, name, access }) => access === 'anyone' && !isForAnybody(group, name));
    expect(held.map(({ group, name }) => `${group}.${name}`).toSorted()).toEqual(OF_MACHINES.toSorted());
  });

  it('is nothing that it refuses then', () => {
    const asked = ENDPOINTS.filter(({ group, name, access }) => access !== 'anyone' && isForAnybody(group, name));
    expect([...new Set(asked.map(({ group }) => group))].toSorted()).toEqual(ASKED_ANYWAY);
  });
});
