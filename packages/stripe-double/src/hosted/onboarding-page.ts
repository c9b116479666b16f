import type { FastifyInstance, FastifyReply } from 'fastify';
import type { OpenAccountLink } from '../kernel/store.js';
import type { World } from '../kernel/world.js';
import { completeOnboarding } from '../resources/account-onboarding.js';
import { escapeHtml, htmlPage } from './html.js';

interface Addressed {
  Params: { link: string };
}

function openLink(world: World, id: string): OpenAccountLink | null {
  const link = world.tables.accountLinks.get(id);
  return link !== undefined && link.expiresAt > world.clock.seconds() ? link : null;
}

/** A used or expired link sends the visitor back to the platform for a new one, as Stripe's do. */
function turnBack(world: World, id: string, reply: FastifyReply): FastifyReply {
  const link = world.tables.accountLinks.get(id);
  if (link !== undefined) return reply.redirect(link.refreshUrl, 303);
  return reply.code(404).type('text/html').send(htmlPage('This link is not valid', ''));
}

function form(link: OpenAccountLink): string {
  return `<p>Account <code>${escapeHtml(link.account)}</code> gives its name, date of birth and bank account here. The
stand-in fills in test data for you.</p><form method="post"><button type="submit">Agree and submit</button></form>
<p><a href="${escapeHtml(link.returnUrl)}">Save for later</a></p>`;
}

/** Express onboarding: looking at the page changes nothing, submitting its form completes the account. */
export function serveOnboarding(app: FastifyInstance, world: World, commit: () => void): void {
  app.get<Addressed>('/setup/e/:link', async ({ params }, reply) => {
    const link = openLink(world, params.link);
    if (link === null) return turnBack(world, params.link, reply);
    return reply.type('text/html').send(htmlPage('Get paid by the platform', form(link)));
  });
  app.post<Addressed>('/setup/e/:link', async ({ params }, reply) => {
    const link = openLink(world, params.link);
    const account = world.tables.accounts.get(link?.account);
    if (link === null || account === undefined) return turnBack(world, params.link, reply);
    world.tables.accountLinks.put({ ...link, expiresAt: 0 });
    completeOnboarding(world, account);
    commit();
    return reply.redirect(link.returnUrl, 303);
  });
}
