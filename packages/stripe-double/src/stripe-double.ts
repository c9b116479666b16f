import { randomInt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type Stripe from 'stripe';
import { readBooks, type Books } from './books.js';
import { answerChallenge, serveAuthentication } from './hosted/authentication-page.js';
import { serveOnboarding } from './hosted/onboarding-page.js';
import { ApiCalls } from './kernel/api-calls.js';
import { Clock, type TimeSource } from './kernel/clock.js';
import { recordEvent } from './kernel/events.js';
import { FaultPlan, type Fault } from './kernel/faults.js';
import { HeldCalls } from './kernel/held-calls.js';
import { IdempotencyKeys } from './kernel/idempotency.js';
import { Ids } from './kernel/ids.js';
import { forgetOld } from './kernel/retention.js';
import type { Call } from './kernel/route.js';
import { createServer } from './kernel/server.js';
import { Store } from './kernel/store.js';
import { Webhooks, type FlushResult } from './kernel/webhooks.js';
import type { World } from './kernel/world.js';
import { completeOnboarding, restrictAccount } from './resources/account-onboarding.js';
import { contestCharge, decideDispute } from './resources/disputes.js';
import { giveCard } from './resources/customers.js';
import { DueWork } from './resources/due-work.js';
import { failPayout } from './resources/payouts.js';
import { failRefund } from './resources/refunds.js';
import { allRoutes } from './resources/routes.js';
import { putConfiguredEndpoint, rollSecret, type WebhookTarget } from './resources/webhook-endpoints.js';

const FIRST_BACKOFF_MILLISECONDS = 200;
const CATCH_UP_MILLISECONDS = 1000;

export interface StripeDoubleOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** A loopback address; anything else is refused. */
  host?: string;
  /** Exactly these secret keys; without them every `sk_test_…`. */
  secretKeys?: readonly string[];
  /** Exactly this publishable key; without it every `pk_test_…`. */
  publishableKey?: string;
  /** Where events go from the start. */
  webhook?: WebhookTarget;
  /** The pause after a webhook's first failure, in real milliseconds; it doubles. */
  webhookBackoffMilliseconds?: number;
  /** Every new customer comes with a saved Visa as its default payment method. */
  savedTestCard?: boolean;
  /** As for platforms whose bank Stripe does not debit: a refund waits while the balance is too small. */
  refundsWaitForMoney?: boolean;
  /** Keeps the state in this directory, safe against a kill of the process. */
  stateDir?: string;
  /** Also waits for the disk at every request: safe against a loss of power. */
  syncToDisk?: boolean;
  /** Makes ids and faults the same in every run. */
  seed?: number;
  faults?: readonly Fault[];
  clock?: TimeSource;
}

/** A running double. Its methods do what the control API does. */
export class StripeDouble {
  readonly faults: FaultPlan;
  readonly clock: { now(): Date; advance(seconds: number): void; set(now: Date): void };
  port = 0;
  private readonly store: Store;
  private readonly world: World;
  private readonly webhooks: Webhooks;
  private readonly held = new HeldCalls();
  private readonly dueWork: DueWork;
  private readonly server;
  private cause: Call | null = null;
  private ticking: NodeJS.Timeout | null = null;

  constructor(
    readonly host: string,
    options: StripeDoubleOptions,
    private readonly serveControl: (app: FastifyInstance, double: () => StripeDouble) => void,
  ) {
    const seed = options.seed ?? randomInt(2 ** 31);
    this.store = Store.open(options.stateDir, options.syncToDisk ?? false);
    this.faults = new FaultPlan(seed, options.faults);
    this.world = this.createWorld(options, seed);
    forgetOld(this.world);
    this.dueWork = new DueWork(this.world);
    this.webhooks = new Webhooks(this.store, {
      firstBackoffMilliseconds: options.webhookBackoffMilliseconds ?? FIRST_BACKOFF_MILLISECONDS,
      faults: this.faults,
      ids: this.world.ids,
      seconds: () => this.world.clock.seconds(),
    });
    this.clock = this.settableClock();
    if (options.webhook !== undefined) this.setWebhookEndpoint(options.webhook);
    this.server = this.createServer(options);
  }

  get url(): string {
    return `http://${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`;
  }

  async listen(port: number): Promise<void> {
    await this.server.listen({ host: this.host, port });
    this.port = (this.server.server.address() as AddressInfo).port;
    this.ticking = setInterval(() => this.catchUp(), CATCH_UP_MILLISECONDS).unref();
    this.webhooks.wake();
  }

  books(): Books {
    this.catchUp();
    return readBooks(this.world);
  }

  setWebhookEndpoint(target: WebhookTarget): void {
    putConfiguredEndpoint(this.world, target);
    this.commit();
  }

  /** From now on; who has such a card keeps it. */
  giveTestCards(isGiving: boolean): void {
    this.world.savedTestCard = isGiving;
  }

  /** Tries every webhook that is owed, once and now, late and reordered ones last. */
  async flushWebhooks(): Promise<FlushResult> {
    return this.webhooks.flush();
  }

  /** Hands in the onboarding form of a connected account. */
  completeOnboarding(accountId: string): Stripe.Account {
    return this.changing(() => completeOnboarding(this.world, this.account(accountId)));
  }

  /** Gives a customer the test card of this name (`pm_card_…`), which is asked from then on. */
  useCard(customerId: string, alias: string): Stripe.PaymentMethod {
    return this.changing(() => giveCard(this.world, customerId, alias));
  }

  /** Takes a connected account's capabilities away until its onboarding is completed again. */
  restrictAccount(accountId: string): Stripe.Account {
    return this.changing(() => restrictAccount(this.world, this.account(accountId)));
  }

  /** The customer's bank does not take a refund that waits, or sends one back that had succeeded. */
  failRefund(refundId: string): Stripe.Refund {
    return this.changing(() => failRefund(this.world, refundId));
  }

  /** The bank of a connected account sends a payout back. */
  failPayout(payoutId: string): Stripe.Payout {
    return this.changing(() => failPayout(this.world, payoutId));
  }

  /** The holder of the card contests a charge at their bank, some time after it was paid. */
  contestCharge(chargeId: string, reason = 'fraudulent', isInquiry = false): Stripe.Dispute {
    return this.changing(() => contestCharge(this.world, chargeId, reason, isInquiry));
  }

  /** The bank decides on a dispute, whatever it was told; `won` is also how one ends that its customer withdraws. */
  decideDispute(disputeId: string, verdict: 'won' | 'lost'): Stripe.Dispute {
    return this.changing(() => decideDispute(this.world, disputeId, verdict));
  }

  /** A new secret for an endpoint; the one it had signs as well for so long. */
  rollWebhookSecret(endpointId: string, overlapSeconds = 24 * 60 * 60): string {
    return this.changing(() => rollSecret(this.world, endpointId, overlapSeconds));
  }

  /** Answers the bank's challenge to an intent that requires action. */
  authenticate(intentId: string, confirmed = true): void {
    this.changing(() => answerChallenge(this.world, intentId, confirmed));
  }

  /** Resolves when a fault of kind `hold` has stopped a call. */
  async whenHeld(): Promise<void> {
    await this.held.whenHeld();
  }

  /** Lets the calls go on that faults of kind `hold` have stopped. */
  releaseHeld(): void {
    this.held.releaseAll();
  }

  /** Empties everything but the configured webhook endpoint; ids go on, so none comes twice. */
  reset(): void {
    this.faults.clear();
    this.held.releaseAll();
    this.store.reset(['webhook_endpoints', 'counters']);
  }

  async close(): Promise<void> {
    if (this.ticking !== null) clearInterval(this.ticking);
    this.held.releaseAll();
    await this.server.close();
    await this.webhooks.close();
    this.store.close();
  }

  private createWorld(options: StripeDoubleOptions, seed: number): World {
    const { tables } = this.store;
    const ids = new Ids(seed, () => this.store.nextIdNumber());
    const clock = new Clock(options.clock ?? (() => new Date()), {
      read: () => this.store.clockOffset(),
      write: (milliseconds) => this.store.setClockOffset(milliseconds),
    });
    return {
      tables,
      clock,
      ids,
      savedTestCard: options.savedTestCard ?? false,
      refundsWaitForMoney: options.refundsWaitForMoney ?? false,
      origin: () => this.url,
      publish: (happening) => this.webhooks.enqueue(recordEvent({ tables, clock, ids }, happening, this.cause)),
    };
  }

  private createServer(options: StripeDoubleOptions) {
    const { world, faults, held } = this;
    const idempotency = new IdempotencyKeys(this.store.tables.idempotency, () => world.clock.seconds());
    const commit = () => this.commit();
    const asCause = <T>(call: Call, run: () => T) => this.asCause(call, run);
    const calls = new ApiCalls({ world, keys: options, faults, held, idempotency, asCause, commit });
    return createServer({
      routes: allRoutes(world),
      calls,
      extend: (app) => {
        serveOnboarding(app, world, commit);
        serveAuthentication(app, world, commit);
        this.serveControl(app, () => this);
      },
    });
  }

  private settableClock(): StripeDouble['clock'] {
    const { clock } = this.world;
    return {
      now: () => clock.now(),
      advance: (seconds) => this.changing(() => clock.advance(seconds)),
      set: (now) => this.changing(() => clock.set(now)),
    };
  }

  private asCause<T>(call: Call, run: () => T): T {
    this.dueWork.catchUp();
    this.cause = call;
    try {
      return run();
    } finally {
      this.cause = null;
    }
  }

  private changing<T>(change: () => T): T {
    const result = change();
    this.catchUp();
    return result;
  }

  private catchUp(): void {
    this.dueWork.catchUp();
    this.commit();
  }

  private commit(): void {
    this.store.commit();
    this.webhooks.wake();
  }

  private account(id: string): Stripe.Account {
    const account = this.world.tables.accounts.get(id);
    if (account === undefined) throw new Error(`there is no account ${id}`);
    return account;
  }
}
