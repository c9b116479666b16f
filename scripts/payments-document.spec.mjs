import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './workspace.mjs';

const read = (...path) => readFileSync(join(ROOT, ...path), 'utf8');
const text = read('docs', 'payments.md');

/** Names of events, `like.this`, in a piece of text. */
const eventsIn = (piece, quote) =>
  [...piece.matchAll(new RegExp(`${quote}([a-z_]+(?:\\.[a-z_]+)+)${quote}`, 'g'))].map(([, name]) => name);

describe('docs/payments.md', () => {
  it('asks Stripe for the events that are applied, and for no others', () => {
    const goLive = text.slice(text.indexOf('**Two endpoints**'), text.indexOf('All others are received'));
    const code = read('apps', 'api', 'src', 'features', 'payments', 'webhooks', 'relevant-events.ts');
    const [, applied = ''] = /APPLIED_EVENTS[^=]*= \[(.*?)\];/s.exec(code) ?? [];
    expect(eventsIn(goLive, '`').toSorted()).toEqual(eventsIn(applied, "'").toSorted());
  });
});
