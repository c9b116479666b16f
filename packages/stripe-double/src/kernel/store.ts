import type Stripe from 'stripe';
import type { IdempotentAnswer } from './idempotency.js';
import { Journal } from './journal.js';
import { Table, type Change, type Row } from './table.js';

const ID_COUNTER = 'id';
const CLOCK_OFFSET = 'clock_offset_milliseconds';

interface NumberRow extends Row {
  value: number;
}

/** What the vault knows about a saved card and no answer ever shows. */
interface CardOnFile extends Row {
  number: string;
  /** Its holder confirmed it when it was set up. */
  authenticated: boolean;
}

/** An account link is not listed or retrieved at Stripe; the double keeps it to know which page is still open. */
export interface OpenAccountLink extends Row {
  account: string;
  expiresAt: number;
  refreshUrl: string;
  returnUrl: string;
}

/** A refund whose test card says what becomes of it later. */
interface RefundToFollow extends Row {
  at: number;
  fails: boolean;
}

/** Whose a payout is: at Stripe that follows from the account that asks. */
interface PayoutAccount extends Row {
  account: string;
}

/** Where events are sent: those of the platform, or those of connected accounts. */
export type StoredEndpoint = Stripe.WebhookEndpoint & {
  /** `both`: the one configured from outside, as long as there is no second for connected accounts. */
  hears: 'platform' | 'connect' | 'both';
  /** A rolled secret, until when it still signs; in the double's seconds. */
  previous?: { secret: string; until: number };
};

/** An event on its way to one endpoint. It is removed when the endpoint has answered 2xx. */
export interface Delivery extends Row {
  event: string;
  endpoint: string;
  attempts: number;
  /** Real time in milliseconds before which it is not sent. */
  notBefore: number;
  /** What it waits for besides time. */
  waitsFor: 'flush' | 'next_delivery' | null;
  forged: boolean;
}

function createTables(record: (change: Change) => void) {
  return {
    counters: new Table<NumberRow>('counters', record),
    settings: new Table<NumberRow>('settings', record),
    idempotency: new Table<IdempotentAnswer>('idempotency', record),
    customers: new Table<Stripe.Customer | Stripe.DeletedCustomer>('customers', record),
    paymentMethods: new Table<Stripe.PaymentMethod>('payment_methods', record, ['customer']),
    cards: new Table<CardOnFile>('cards', record),
    setupIntents: new Table<Stripe.SetupIntent>('setup_intents', record, ['customer']),
    paymentIntents: new Table<Stripe.PaymentIntent>('payment_intents', record, ['customer', 'status']),
    charges: new Table<Stripe.Charge>('charges', record, ['customer', 'payment_intent', 'transfer_group']),
    refunds: new Table<Stripe.Refund>('refunds', record, ['charge', 'payment_intent', 'status']),
    refundsToFollow: new Table<RefundToFollow>('refunds_to_follow', record),
    disputes: new Table<Stripe.Dispute>('disputes', record, ['charge', 'payment_intent']),
    accounts: new Table<Stripe.Account>('accounts', record),
    accountLinks: new Table<OpenAccountLink>('account_links', record),
    transfers: new Table<Stripe.Transfer>('transfers', record, ['destination', 'transfer_group', 'source_transaction']),
    transferReversals: new Table<Stripe.TransferReversal>('transfer_reversals', record, ['transfer']),
    balanceTransactions: new Table<Stripe.BalanceTransaction>('balance_transactions', record, ['source', 'status']),
    payouts: new Table<Stripe.Payout>('payouts', record),
    payoutAccounts: new Table<PayoutAccount>('payout_accounts', record),
    files: new Table<Stripe.File>('files', record),
    events: new Table<StoredEvent>('events', record),
    webhookEndpoints: new Table<StoredEndpoint>('webhook_endpoints', record),
    deliveries: new Table<Delivery>('deliveries', record, ['endpoint']),
  };
}

/** Stripe.Event is a union of hundreds of types; the double only stores and sends them. */
export type StoredEvent = Omit<Stripe.Event, 'type' | 'data'> & {
  type: string;
  data: { object: unknown; previous_attributes?: unknown };
};

export type Tables = ReturnType<typeof createTables>;

/** All state, in memory; with a directory also in a journal. Nothing is durable before `commit`. */
export class Store {
  readonly tables: Tables;
  private readonly uncommitted = new Map<string, Change>();
  private journal: Journal | null = null;

  constructor() {
    this.tables = createTables((change) => this.uncommitted.set(`${change[0]}/${change[1]}`, change));
  }

  static open(directory: string | undefined, syncToDisk: boolean): Store {
    const store = new Store();
    if (directory === undefined) return store;
    store.restore(Journal.read(directory));
    store.journal = Journal.open(directory, syncToDisk);
    store.journal.compact(store.rows());
    return store;
  }

  /** Writes everything changed since the last commit as one line: all of a request or none of it. */
  commit(): void {
    if (this.uncommitted.size === 0) return;
    this.journal?.append([...this.uncommitted.values()]);
    this.uncommitted.clear();
  }

  /** A number never given before, across restarts. */
  nextIdNumber(): number {
    const value = (this.tables.counters.get(ID_COUNTER)?.value ?? 0) + 1;
    this.tables.counters.put({ id: ID_COUNTER, value });
    return value;
  }

  /** How many milliseconds the double's clock is ahead of its source. */
  clockOffset(): number {
    return this.tables.settings.get(CLOCK_OFFSET)?.value ?? 0;
  }

  setClockOffset(milliseconds: number): void {
    this.tables.settings.put({ id: CLOCK_OFFSET, value: milliseconds });
  }

  /** Forgets everything but the given tables. */
  reset(kept: readonly string[]): void {
    for (const table of this.everyTable()) if (!kept.includes(table.name)) table.clear();
    this.uncommitted.clear();
    this.journal?.compact(this.rows());
  }

  close(): void {
    this.journal?.close();
    this.journal = null;
  }

  private restore(changes: Iterable<Change>): void {
    const tables = new Map(this.everyTable().map((table) => [table.name, table]));
    for (const [name, id, row] of changes) tables.get(name)?.restore(id, row as Row | null);
  }

  private rows(): Change[] {
    return this.everyTable().flatMap((table) => table.all().map((row): Change => [table.name, row.id, row]));
  }

  private everyTable(): Table<Row>[] {
    return Object.values(this.tables) as unknown as Table<Row>[];
  }
}
