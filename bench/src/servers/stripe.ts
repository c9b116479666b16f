import { fileURLToPath } from 'node:url';
import type { Bench } from '../harness/bench.js';
import { startProcess } from '../harness/server-process.js';
import { STRIPE_WEBHOOK_SECRET } from './stripe-keys.js';

export interface StripeServer {
  host: string;
  port: number;
  /** From then on every event goes there, signed. */
  sendEventsTo(url: string): Promise<void>;
  /** Returns when every event so far has been taken. */
  deliverEvents(): Promise<void>;
  /** Fills in an account's onboarding form, so that it can be paid. */
  completeAccount(id: string): Promise<void>;
}

/** The local Stripe double in a process of its own, with nothing in it. */
export async function startStripe(bench: Bench): Promise<StripeServer> {
  const { readyLine } = await startProcess(bench, {
    script: fileURLToPath(import.meta.resolve('@aegis/stripe-double')).replace(/index\.js$/, 'main.js'),
    args: ['--port', '0', '--saved-test-card'],
    ready: /listens on http:\/\/([\d.]+):(\d+)/,
  });
  const [, host = '', port = ''] = readyLine;
  const control = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`http://${host}:${port}/_double${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the Stripe double refused ${path}: ${await answer.text()}`);
  };
  return {
    host,
    port: Number(port),
    sendEventsTo: (url) => control('/webhooks/endpoint', { url, secret: STRIPE_WEBHOOK_SECRET }),
    deliverEvents: () => control('/webhooks/flush', {}),
    completeAccount: (id) => control(`/accounts/${id}/complete`, {}),
  };
}
