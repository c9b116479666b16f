import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import Stripe from 'stripe';

const WEBHOOK_SECRET = 'whsec_spec';

export interface Received {
  id: string;
  type: string;
  object: Record<string, unknown>;
  genuine: boolean;
}

/** An endpoint that checks signatures with the SDK and answers as told. */
export async function startReceiver() {
  const received: Received[] = [];
  const plan = { failures: 0 };
  const server = createServer((request, response) => {
    void bodyOf(request).then((payload) => {
      received.push(read(payload, request.headers['stripe-signature'] as string));
      const fails = plan.failures > 0;
      if (fails) plan.failures -= 1;
      response.writeHead(fails ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  const types = () => received.map(({ type }) => type);
  return { url, secret: WEBHOOK_SECRET, received, types, failNext: (count: number) => (plan.failures = count) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function read(payload: string, signature: string): Received {
  try {
    const event = Stripe.webhooks.constructEvent(payload, signature, WEBHOOK_SECRET);
    return {
      id: event.id,
      type: event.type,
      object: event.data.object as unknown as Record<string, unknown>,
      genuine: true,
    };
  } catch {
    const event = JSON.parse(payload) as { id: string; type: string };
    return { id: event.id, type: event.type, object: {}, genuine: false };
  }
}
