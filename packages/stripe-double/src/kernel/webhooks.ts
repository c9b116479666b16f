import Stripe from 'stripe';
import type { FaultPlan, WebhookFault } from './faults.js';
import type { Ids } from './ids.js';
import type { Delivery, Store, StoredEndpoint, StoredEvent } from './store.js';

/** Stripe gives up a slow receiver; the double is local and waits less. */
const ANSWER_TIMEOUT_MILLISECONDS = 10_000;
const LONGEST_BACKOFF_MILLISECONDS = 30_000;

export interface FlushResult {
  delivered: number;
  /** Still owed: the endpoint did not answer 2xx. */
  pending: number;
}

export interface WebhookOptions {
  firstBackoffMilliseconds: number;
  faults: FaultPlan;
  ids: Ids;
  /** The double's clock. */
  seconds(): number;
}

/**
 * Sends events to the endpoints, signed as Stripe signs, in the order they happened, and again with a doubling pause
 * until the endpoint answers 2xx. Deliveries are part of the state: a restart goes on with them.
 */
export class Webhooks {
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly store: Store,
    private readonly options: WebhookOptions,
  ) {}

  /** Owes the event to every endpoint that asked for its type. */
  enqueue(event: StoredEvent): void {
    const { webhookEndpoints, events } = this.store.tables;
    const endpoints = webhookEndpoints.all().filter((endpoint) => wants(endpoint, event));
    const owed = endpoints.filter((endpoint) => this.owe(event, endpoint.id));
    if (owed.length > 0) events.put({ ...event, pending_webhooks: owed.length });
  }

  /** Sends what is due, now and whenever the next becomes due. Called after the state is committed. */
  wake(): void {
    if (this.closed) return;
    const next = Math.min(
      ...this.deliveries().map(({ notBefore, waitsFor }) => (waitsFor === null ? notBefore : Infinity)),
    );
    if (next === Infinity) return;
    if (this.timer !== null) clearTimeout(this.timer);
    const run = () => void this.inTurn(() => this.sendDue());
    this.timer = setTimeout(run, Math.max(0, next - Date.now())).unref();
  }

  /** Tries every delivery once, without waiting for backoff or faults; also those that the receiver causes meanwhile. */
  async flush(): Promise<FlushResult> {
    return this.inTurn(async () => {
      const tried = new Set<string>();
      let delivered = 0;
      for (let next = this.untried(tried); next !== undefined; next = this.untried(tried)) {
        tried.add(next.id);
        if (await this.attempt(next)) delivered += 1;
      }
      return { delivered, pending: this.deliveries().length };
    }).finally(() => this.wake());
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.sending;
  }

  private owe(event: StoredEvent, endpoint: string): boolean {
    const fault = this.options.faults.forWebhook(event.type)?.kind ?? null;
    if (fault === 'webhook_lost') return false;
    const due = { event: event.id, endpoint, attempts: 0, notBefore: 0, waitsFor: waitOf(fault), forged: false };
    const add = (delivery: Omit<Delivery, 'id'>) =>
      this.store.tables.deliveries.put({ id: this.options.ids.next('whd'), ...delivery });
    if (fault === 'webhook_forged') add({ ...due, forged: true });
    add(due);
    if (fault === 'webhook_doubled') add(due);
    return true;
  }

  private async sendDue(): Promise<void> {
    const due = this.deliveries().filter(({ waitsFor, notBefore }) => waitsFor === null && notBefore <= Date.now());
    for (const delivery of due) {
      if (this.closed) return;
      await this.attempt(delivery);
    }
    this.wake();
  }

  private async attempt(delivery: Delivery): Promise<boolean> {
    const { deliveries, events, webhookEndpoints } = this.store.tables;
    const event = events.get(delivery.event);
    const endpoint = webhookEndpoints.get(delivery.endpoint);
    // A forged copy is sent once: whoever forges does not wait for an answer.
    const settled =
      event === undefined ||
      endpoint === undefined ||
      (await post(endpoint, event, delivery, this.options.seconds())) ||
      delivery.forged;
    if (deliveries.get(delivery.id) === undefined) return false;
    if (settled) this.settle(delivery);
    else this.postpone(delivery);
    this.store.commit();
    return settled;
  }

  private settle(delivery: Delivery): void {
    const { deliveries, events } = this.store.tables;
    deliveries.remove(delivery.id);
    const event = events.get(delivery.event);
    if (event !== undefined && !delivery.forged && event.pending_webhooks > 0) {
      events.put({ ...event, pending_webhooks: event.pending_webhooks - 1 });
    }
    for (const waiting of deliveries.where('endpoint', delivery.endpoint)) {
      const overtaken = waiting.waitsFor === 'next_delivery' && waiting.event !== delivery.event;
      if (overtaken) deliveries.put({ ...waiting, waitsFor: null });
    }
  }

  private postpone(delivery: Delivery): void {
    const pause = this.options.firstBackoffMilliseconds * 2 ** delivery.attempts;
    const notBefore = Date.now() + Math.min(pause, LONGEST_BACKOFF_MILLISECONDS);
    this.store.tables.deliveries.put({ ...delivery, attempts: delivery.attempts + 1, notBefore });
  }

  /** Late and reordered events go last: that is what they are. */
  private untried(tried: ReadonlySet<string>): Delivery | undefined {
    const open = this.deliveries().filter(({ id }) => !tried.has(id));
    return open.find(({ waitsFor }) => waitsFor === null) ?? open[0];
  }

  private deliveries(): Delivery[] {
    return this.store.tables.deliveries.all();
  }

  /** One sender at a time, so that a flush and the timer never send the same delivery both. */
  private async inTurn<T>(send: () => Promise<T>): Promise<T> {
    const turn = this.sending.then(send);
    this.sending = turn.catch(() => undefined);
    return turn;
  }
}

/** An endpoint hears of the platform, or of connected accounts (https://docs.stripe.com/connect/webhooks). */
function wants(endpoint: StoredEndpoint, { type, account }: StoredEvent): boolean {
  const { enabled_events, status, hears } = endpoint;
  const kind = account === undefined ? 'platform' : 'connect';
  const isMeant = hears === 'both' || hears === kind;
  return status === 'enabled' && isMeant && (enabled_events.includes('*') || enabled_events.includes(type));
}

function waitOf(fault: WebhookFault['kind'] | null): Delivery['waitsFor'] {
  if (fault === 'webhook_late') return 'flush';
  return fault === 'webhook_reordered' ? 'next_delivery' : null;
}

/** A rolled secret signs beside the new one as long as it is good (https://docs.stripe.com/webhooks#roll-endpoint-secrets). */
function signatureOf(payload: string, secrets: readonly string[]): string {
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = secrets.map((secret) => Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }));
  return [`t=${timestamp}`, ...headers.map((header) => header.slice(header.indexOf('v1=')))].join(',');
}

/** True when the endpoint answered 2xx. A refused connection or a time-out is an answer of no. */
async function post(endpoint: StoredEndpoint, event: StoredEvent, delivery: Delivery, now: number): Promise<boolean> {
  const sent = delivery.forged ? { ...event, id: `${event.id}forged` } : event;
  const payload = JSON.stringify(sent, null, 2);
  const rolled = endpoint.previous && endpoint.previous.until > now ? [endpoint.previous.secret] : [];
  const secrets = delivery.forged ? ['whsec_of_somebody_else'] : [endpoint.secret ?? '', ...rolled];
  try {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MILLISECONDS),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureOf(payload, secrets),
      },
      body: payload,
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
