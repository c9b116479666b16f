import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import Stripe from 'stripe';

const WEBHOOK_SECRET = 'whsec_spec';

export interface Received {
  id: string;
  type: string;
  object: Record<string, unknown>;
  /** Of a connected account. */
  account: string | undefined;
  genuine: boolean;
}

/** An endpoint that checks signatures with the SDK, by the secret that it has at the time, and answers as told. */
export async function startReceiver() {
  const trust = { secret: WEBHOOK_SECRET };
  const received: Received[] = [];
  const plan = { failures: 0 };
  const server = createServer((request, response) => {
    void bodyOf(request).then((payload) => {
      received.push(read(payload, request.headers['stripe-signature'] as string, trust.secret));
      const fails = plan.failures > 0;
      if (fails) plan.failures -= 1;
      response.writeHead(fails ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  const types = () => received.map(({ type }) => type);
  const failNext = (count: number) => (plan.failures = count);
  return { url, secret: WEBHOOK_SECRET, received, types, failNext, trust: (secret: string) => (trust.secret = secret) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function read(payload: string, signature: string, secret: string): Received {
  try {
    const event = Stripe.webhooks.constructEvent(payload, signature, secret);
    return {
      id: event.id,
      type: event.type,
      object: event.data.object as unknown as Record<string, unknown>,
      account: event.account,
      genuine: true,
    };
  } catch {
    const event = JSON.parse(payload) as { id: string; type: string };
    return { id: event.id, type: event.type, object: {}, account: undefined, genuine: false };
  }
}
