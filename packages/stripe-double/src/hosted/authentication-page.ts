import type { FastifyInstance } from 'fastify';
import type { World } from '../kernel/world.js';
import { text } from '../kernel/parameters.js';
import type { Form } from '../kernel/form-body.js';
import { answerPaymentChallenge } from '../resources/payment-confirmation.js';
import { answerSetupChallenge } from '../resources/setup-intents.js';
import { htmlPage } from './html.js';

const BUTTONS = `<p>The bank asks the holder of this card to confirm.</p><form method="post">
<button name="outcome" value="complete">Complete authentication</button>
<button name="outcome" value="fail" class="quiet">Fail authentication</button></form>`;

/** Answers the challenge of a payment or setup intent; the address to go back to, when one was given. */
export function answerChallenge(world: World, id: string, confirmed: boolean): string | null {
  const payment = world.tables.paymentIntents.get(id);
  const setup = world.tables.setupIntents.get(id);
  const returnUrl = (payment ?? setup)?.next_action?.redirect_to_url?.return_url ?? null;
  if (payment !== undefined) answerPaymentChallenge(world, payment, confirmed);
  else if (setup !== undefined) answerSetupChallenge(world, setup, confirmed);
  else throw new Error(`there is no intent ${id}`);
  return returnUrl;
}

function backTo(returnUrl: string, id: string, secret: string | null): string {
  const kind = id.startsWith('seti_') ? 'setup_intent' : 'payment_intent';
  const url = new URL(returnUrl);
  url.searchParams.set(kind, id);
  url.searchParams.set(`${kind}_client_secret`, secret ?? '');
  return url.href;
}

/** The page of the bank that `next_action.redirect_to_url` points to. */
export function serveAuthentication(app: FastifyInstance, world: World, commit: () => void): void {
  const waiting = (id: string) => {
    const intent = world.tables.paymentIntents.get(id) ?? world.tables.setupIntents.get(id);
    return intent?.status === 'requires_action' ? intent : null;
  };
  app.get<{ Params: { intent: string } }>('/authenticate/:intent', async ({ params }, reply) => {
    const found = waiting(params.intent) !== null;
    const page = found ? htmlPage('Confirm your payment', BUTTONS) : htmlPage('Nothing to confirm', '');
    return reply
      .code(found ? 200 : 404)
      .type('text/html')
      .send(page);
  });
  app.post<{ Params: { intent: string }; Body: Form }>('/authenticate/:intent', async ({ params, body }, reply) => {
    const intent = waiting(params.intent);
    if (intent === null) return reply.code(404).type('text/html').send(htmlPage('Nothing to confirm', ''));
    const returnUrl = answerChallenge(world, intent.id, text(body, 'outcome') === 'complete');
    commit();
    if (returnUrl === null) return reply.type('text/html').send(htmlPage('Done', '<p>You can close this page.</p>'));
    return reply.redirect(backTo(returnUrl, intent.id, intent.client_secret), 303);
  });
}
