import type { Route } from '../kernel/route.js';
import type { World } from '../kernel/world.js';
import { accountLinkRoutes } from './account-links.js';
import { accountRoutes } from './accounts.js';
import { balanceTransactionRoutes } from './balance-transactions.js';
import { balanceRoutes } from './balance.js';
import { chargeRoutes } from './charges.js';
import { customerRoutes } from './customers.js';
import { disputeRoutes } from './disputes.js';
import { eventRoutes } from './events.js';
import { fileRoutes } from './files.js';
import { paymentIntentRoutes } from './payment-intents.js';
import { paymentMethodRoutes } from './payment-methods.js';
import { payoutRoutes } from './payouts.js';
import { refundRoutes } from './refunds.js';
import { setupIntentRoutes } from './setup-intents.js';
import { transferReversalRoutes } from './transfer-reversals.js';
import { transferRoutes } from './transfers.js';
import { webhookEndpointRoutes } from './webhook-endpoints.js';

const RESOURCES = [
  accountLinkRoutes,
  accountRoutes,
  balanceRoutes,
  balanceTransactionRoutes,
  chargeRoutes,
  customerRoutes,
  disputeRoutes,
  eventRoutes,
  fileRoutes,
  paymentIntentRoutes,
  paymentMethodRoutes,
  payoutRoutes,
  refundRoutes,
  setupIntentRoutes,
  transferReversalRoutes,
  transferRoutes,
  webhookEndpointRoutes,
];

/** Every operation of the API that the double answers. */
export function allRoutes(world: World): Route[] {
  return RESOURCES.flatMap((routes) => routes(world));
}
