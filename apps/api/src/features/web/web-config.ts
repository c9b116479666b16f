import { API_BASE_PATH, type Answer, type api } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../../database/seed/accounts.js';
import { type Config, showsCardForm } from '../../platform/config/config.js';
import { marketRulesOf } from '../../platform/config/market-rules.js';
import { contractVersion } from '../../platform/http/contract-version.js';
import { mapTilesAddress } from './map-archive.js';

export type WebConfig = Answer<typeof api.web.config>;

/** What of the server's configuration is told to everybody. */
export type ToldConfig = Pick<Config, 'databaseUrl' | 'map' | 'stripe' | 'vapid' | 'rules' | 'cancellationPolicy'>;

/** What the web application needs to know of this server. @param liveEvents whether the server has streams of events. */
export function webConfigOf(config: ToldConfig, liveEvents: boolean): WebConfig {
  const { map, stripe, vapid } = config;
  return {
    demo: demoOf(config),
    mapStyleUrl: map.styleUrl,
    mapStyleDarkUrl: map.styleDarkUrl,
    mapTilesUrl: mapTilesAddress(map.tiles),
    stripePublishableKey: showsCardForm(stripe) ? stripe.publishableKey : null,
    pushPublicKey: vapid?.publicKey ?? null,
    liveEvents,
    contractVersion: contractVersion(),
    rules: marketRulesOf(config.rules, config.cancellationPolicy),
  };
}

/** Never where a database of one's own is named: the password of these accounts is printed in the README. */
function demoOf({ databaseUrl }: Pick<Config, 'databaseUrl'>): WebConfig['demo'] {
  if (databaseUrl !== undefined) return null;
  const accounts = DEMO_ACCOUNTS.map(({ email, firstName, lastName, role }) => ({
    email,
    name: `${firstName} ${lastName}`,
    role,
  }));
  return { password: DEMO_PASSWORD, accounts };
}

export const hasLiveEvents = (fastify: Pick<FastifyInstance, 'hasRoute'>): boolean =>
  fastify.hasRoute({ method: 'GET', url: `${API_BASE_PATH}/events` });
