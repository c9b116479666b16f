import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { marketRules } from './market-rules.js';

const demoAccount = z.object({ email: z.string(), name: z.string(), role: z.enum(['customer', 'guard', 'admin']) });

export const webConfig = z
  .object({
    /** Present only on the embedded database, whose accounts are open to everyone on this machine. */
    demo: z.object({ password: z.string(), accounts: z.array(demoAccount) }).nullable(),
    /** Null: the application draws the map it carries with it. */
    mapStyleUrl: z.string().nullable(),
    mapStyleDarkUrl: z.string().nullable(),
    /** An archive of a region's streets (PMTiles), which then is the map; null: there is none. */
    mapTilesUrl: z.string().nullable(),
    /** Null: the local stand-in for Stripe, which takes no card from a browser. */
    stripePublishableKey: z.string().nullable(),
    /** What a browser subscribes to messages with (VAPID); null: none are pushed. */
    pushPublicKey: z.string().nullable(),
    /** True when `GET /events` tells of changes; else the application asks every few seconds. */
    liveEvents: z.boolean(),
    /** Of this contract: every answer names it (`Aegis-Contract`), and a page that was loaded with another one is old. */
    contractVersion: z.string(),
    rules: marketRules,
  })
  .meta({ id: 'WebConfig' });

export const web = {
  config: endpoint({
    method: 'GET',
    path: '/config',
    access: 'anyone',
    summary: 'Public rules of the market, and what the web application needs to know of this server',
    answer: webConfig,
  }),
};
