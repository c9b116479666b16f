import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StripeDouble } from './stripe-double.js';
import { readFaults } from './kernel/faults.js';

type Fields = Record<string, unknown>;

function fields(request: FastifyRequest): Fields {
  return typeof request.body === 'object' && request.body !== null ? (request.body as Fields) : {};
}

function moveClock(double: StripeDouble, { advanceSeconds, now }: Fields): void {
  if (typeof advanceSeconds === 'number') return double.clock.advance(advanceSeconds);
  const date = typeof now === 'string' || typeof now === 'number' ? new Date(now) : null;
  if (date === null || Number.isNaN(date.getTime())) {
    throw new Error('give advanceSeconds, a number, or now, an ISO date or milliseconds');
  }
  return double.clock.set(date);
}

/** The same powers as the methods of the object, for a double in another process. Bodies and answers are JSON. */
export function serveControl(app: FastifyInstance, double: () => StripeDouble): void {
  app.addHook('onRequest', async (request, reply) => {
    // Only browsers send an Origin: a page that somebody has open must not reach into the double.
    const fromPage = request.headers.origin !== undefined && request.url.startsWith('/_double/');
    if (fromPage) return reply.code(403).send({ error: 'the control API is not for web pages' });
  });
  const refuse = (reply: FastifyReply, error: unknown) =>
    reply.code(400).send({ error: error instanceof Error ? error.message : String(error) });
  const command = (path: string, run: (request: FastifyRequest) => unknown) =>
    app.post(`/_double${path}`, async (request, reply) => {
      try {
        return reply.send((await run(request)) ?? { ok: true });
      } catch (error) {
        return refuse(reply, error);
      }
    });
  app.get('/_double/books', (_request, reply) => reply.send(double().books()));
  app.get('/_double/faults', (_request, reply) => reply.send(double().faults.remaining()));
  app.delete('/_double/faults', (_request, reply) => {
    double().faults.clear();
    return reply.send({ ok: true });
  });
  command('/faults', (request) => {
    double().faults.add(...readFaults(request.body));
    return double().faults.remaining();
  });
  command('/clock', (request) => {
    moveClock(double(), fields(request));
    return { now: double().clock.now().toISOString() };
  });
  command('/webhooks/flush', () => double().flushWebhooks());
  command('/webhooks/endpoint', (request) => {
    const { url, secret } = fields(request);
    if (typeof url !== 'string' || typeof secret !== 'string') throw new Error('give url and secret');
    return double().setWebhookEndpoint({ url, secret });
  });
  command('/held/release', () => double().releaseHeld());
  command('/reset', () => double().reset());
  command('/accounts/:account/complete', (request) => double().completeOnboarding(named(request, 'account')));
  command('/accounts/:account/restrict', (request) => double().restrictAccount(named(request, 'account')));
  command('/refunds/:refund/fail', (request) => double().failRefund(named(request, 'refund')));
  command('/payouts/:payout/fail', (request) => double().failPayout(named(request, 'payout')));
  command('/charges/:charge/contest', (request) => {
    const { reason, inquiry } = fields(request);
    const because = typeof reason === 'string' ? reason : undefined;
    return double().contestCharge(named(request, 'charge'), because, inquiry === true);
  });
  command('/disputes/:dispute/decide', (request) =>
    double().decideDispute(named(request, 'dispute'), fields(request)['verdict'] === 'won' ? 'won' : 'lost'),
  );
  command('/intents/:intent/authenticate', (request) =>
    double().authenticate(named(request, 'intent'), fields(request)['outcome'] !== 'fail'),
  );
}

function named(request: FastifyRequest, part: string): string {
  return (request.params as Record<string, string>)[part] ?? '';
}
