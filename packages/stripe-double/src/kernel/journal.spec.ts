import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStripeDouble } from '../index.js';
import { customerWithCard, placeHold, sdkFor, startPlatform } from '../spec-support/platform.js';
import { startReceiver } from '../spec-support/webhook-receiver.js';

function stateDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'stripe-double-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const journalOf = (directory: string) => join(directory, 'journal.jsonl');

test('everything is there again after closing and opening', async () => {
  const stateDir = stateDirectory();
  const first = await startStripeDouble({ stateDir, seed: 7 });
  const hold = await placeHold(sdkFor(first));
  first.clock.advance(3600);
  const now = first.clock.now().getTime();
  await first.close();

  const { stripe, double } = await startPlatform({ stateDir });
  expect(await stripe.paymentIntents.retrieve(hold.id)).toMatchObject({ status: 'requires_capture' });
  expect(Math.abs(double.clock.now().getTime() - now)).toBeLessThan(60_000);
  const captured = await stripe.paymentIntents.capture(hold.id);
  expect(captured.status).toBe('succeeded');
});

test('what was answered is on file before the answer: a copy taken at once has it', async () => {
  const stateDir = stateDirectory();
  const { stripe } = await startPlatform({ stateDir });
  const hold = await placeHold(stripe);
  const copy = stateDirectory();
  writeFileSync(journalOf(copy), readFileSync(journalOf(stateDir)));
  const { stripe: other } = await startPlatform({ stateDir: copy });
  expect((await other.paymentIntents.retrieve(hold.id)).status).toBe('requires_capture');
});

test('keys are kept across a restart, and no id comes twice', async () => {
  const stateDir = stateDirectory();
  const first = await startStripeDouble({ stateDir, seed: 7 });
  const before = await sdkFor(first).customers.create({}, { idempotencyKey: 'k-1' });
  await first.close();
  const { stripe } = await startPlatform({ stateDir, seed: 7 });
  const again = await stripe.customers.create({}, { idempotencyKey: 'k-1' });
  expect(again.id).toBe(before.id);
  expect((await stripe.customers.create()).id).not.toBe(before.id);
});

test('a line torn by a kill is one request that never happened', async () => {
  const stateDir = stateDirectory();
  const first = await startStripeDouble({ stateDir, seed: 7 });
  const { customer } = await customerWithCard(sdkFor(first));
  await first.close();
  appendFileSync(journalOf(stateDir), '[["customers","cus_torn",{"id":"cus_torn","obj');
  const { stripe } = await startPlatform({ stateDir });
  expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([customer.id]);
  const added = await stripe.customers.create();
  const second = await startPlatform({ stateDir: copyOf(stateDir) });
  expect((await second.stripe.customers.retrieve(added.id)).id).toBe(added.id);
});

function copyOf(stateDir: string): string {
  const copy = stateDirectory();
  writeFileSync(journalOf(copy), readFileSync(journalOf(stateDir)));
  return copy;
}

test('damage in the middle is not passed over', async () => {
  const stateDir = stateDirectory();
  writeFileSync(journalOf(stateDir), '[]\n{"torn\n[]\n');
  await expect(startStripeDouble({ stateDir })).rejects.toThrow('journal.jsonl is damaged at line 2');
});

test('opening compacts the journal', async () => {
  const stateDir = stateDirectory();
  const first = await startStripeDouble({ stateDir, seed: 7 });
  const stripe = sdkFor(first);
  const { id } = await stripe.customers.create();
  for (let count = 0; count < 50; count += 1) {
    await stripe.customers.retrieve(id);
    first.clock.advance(1);
  }
  await first.close();
  const grown = statSync(journalOf(stateDir)).size;
  await startPlatform({ stateDir });
  expect(statSync(journalOf(stateDir)).size).toBeLessThan(grown);
});

test('webhooks that are owed are sent after a restart', async () => {
  const stateDir = stateDirectory();
  const receiver = await startReceiver();
  const away = { url: 'http://127.0.0.1:9/away', secret: receiver.secret };
  const first = await startStripeDouble({ stateDir, webhook: away, webhookBackoffMilliseconds: 60_000 });
  await sdkFor(first).customers.create();
  await first.close();
  const { double } = await startPlatform({ stateDir, webhook: receiver });
  await double.flushWebhooks();
  expect(receiver.types()).toEqual(['customer.created']);
});

test('old events and keys are forgotten at the next start', async () => {
  const stateDir = stateDirectory();
  const first = await startStripeDouble({ stateDir, seed: 7 });
  await sdkFor(first).customers.create();
  first.clock.advance(31 * 24 * 3600);
  await first.close();
  const { stripe } = await startPlatform({ stateDir });
  expect((await stripe.events.list()).data).toEqual([]);
  expect((await stripe.customers.list()).data).toHaveLength(1);
});
