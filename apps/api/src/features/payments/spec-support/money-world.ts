import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Stripe from 'stripe';
import type { DataSource } from 'typeorm';
import { vi } from 'vitest';
import { type Client, createClient } from '@aegis/client';
import type { UserRole } from '@aegis/contract';
import type { StripeDouble } from '@aegis/stripe-double';
import { STRIPE, TestApplication } from '../../../../test/test-application.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Database } from '../../../platform/database/database.js';
import { EventQueue } from '../../../platform/queue/event-queue.js';
import type { AboutJob, EventKind } from '../../../platform/queue/events.js';
import { SessionsService } from '../../identity/sessions/sessions.service.js';
import { jobEvents } from '../../jobs/jobs.events.js';

export interface Person {
  id: string;
  client: Client;
}

/** A booking of two hours at 25.00 and everybody around it. */
export interface Booking {
  jobId: string;
  customer: Person;
  guard: Person;
}

interface BookingForm {
  aheadDays?: number;
  customer?: Person;
  cardId?: string;
}

export type PaymentAnswer = Awaited<ReturnType<Client['payments']['ofJob']>>;

/** Retries of the queue included: the first comes after a second, the next after two more. */
export const EVENTUALLY = { timeout: 40_000, interval: 50 };

/** The application on a database of its own, with the Stripe double beside it; people and jobs are made by each test. */
export class MoneyWorld {
  private constructor(
    private readonly application: TestApplication,
    /** What a test does at Stripe by itself: the customer's browser, the dashboard. */
    readonly stripe: Stripe,
  ) {}

  /** @param settings as an operator would add them */
  static async start(settings: Record<string, string> = {}): Promise<MoneyWorld> {
    const application = await TestApplication.start(settings);
    const { host, port } = application.stripe;
    return new MoneyWorld(
      application,
      new Stripe(STRIPE.secretKey, { host, port, protocol: 'http', telemetry: false }),
    );
  }

  get app(): NestFastifyApplication {
    return this.application.app;
  }

  get clock(): TestApplication['clock'] {
    return this.application.clock;
  }

  get dataSource(): DataSource {
    return this.application.dataSource;
  }

  get double(): StripeDouble {
    return this.application.stripe;
  }

  get baseUrl(): string {
    return this.application.baseUrl;
  }

  stop(): Promise<void> {
    return this.application.close();
  }

  async person(role: UserRole): Promise<Person> {
    const id = randomUUID();
    await this.dataSource.query(
      `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
       VALUES ($1, $2, 'none', 'Kim', 'Lee', $3, 'active')`,
      [id, `${id}@test.example`, role],
    );
    if (role === 'guard')
      await this.dataSource.query(
        `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at)
       VALUES ($1, 'G-1', 'CA', '2099-12-31', now())`,
        [id],
      );
    const { token } = await this.app.get(SessionsService).open(id, null, null);
    return { id, client: createClient({ baseUrl: this.baseUrl, token }) };
  }

  /** Booked by HTTP; the hold follows from the event of it. */
  async book({ aheadDays = 0, customer, cardId }: BookingForm = {}): Promise<Booking> {
    const owner = customer ?? (await this.person('customer'));
    const startTime = shift(new Date(), aheadDays * DAY_MS + 10 * MINUTE_MS);
    const { id } = await owner.client.jobs.create({
      body: {
        title: 'Gate',
        jobType: 'basic',
        locationAddress: '200 N Spring St',
        location: { lat: 34.0537, lng: -118.2428 },
        startTime: startTime.toISOString(),
        endTime: shift(startTime, 2 * HOUR_MS).toISOString(),
        requiredClearanceLevel: 'basic',
        requiredSkills: [],
        hourlyRateCents: 2500,
        ...(cardId !== undefined && { cardId }),
      },
    });
    return { jobId: id, customer: owner, guard: await this.person('guard') };
  }

  async bookAndHold(form: BookingForm = {}): Promise<Booking> {
    const booking = await this.book(form);
    await this.eventually(booking, ({ sum }) => sum.heldCents === 5000);
    return booking;
  }

  /** Matching is not what is tested here: the guard gets the job directly. */
  async match({ jobId, guard }: Booking): Promise<void> {
    const matched = `UPDATE jobs SET status = 'matched', guard_id = $2, matched_at = now() WHERE id = $1`;
    await this.dataSource.query(matched, [jobId, guard.id]);
  }

  /** Worked and checked out; `dueAmountCents` is what the time comes to. */
  async complete(booking: Booking, dueAmountCents = 2500): Promise<void> {
    await this.match(booking);
    await this.finish(booking, dueAmountCents);
  }

  /** From a matched job to its end. */
  async finish(booking: Booking, dueAmountCents: number): Promise<void> {
    const started = `UPDATE jobs SET status = 'in_progress', started_at = now() - interval '1 hour',
      check_in_proof = 'position', check_in_location = location_coordinates WHERE id = $1`;
    await this.dataSource.query(started, [booking.jobId]);
    const completed = `UPDATE jobs SET status = 'completed', completed_at = now(), worked_minutes = 60,
      ended_by = 'guard', check_out_proof = 'position',
      check_out_location = location_coordinates, due_amount_cents = $2 WHERE id = $1`;
    await this.dataSource.query(completed, [booking.jobId, dueAmountCents]);
    await this.publish(jobEvents['job.completed'], booking.jobId);
  }

  /** From booking to payout, with everything settled. */
  async paidBooking(dueAmountCents = 2500): Promise<Booking> {
    const booking = await this.bookAndHold();
    await this.openPayoutAccount(booking.guard);
    await this.complete(booking, dueAmountCents);
    await this.eventually(booking, ({ sum }) => sum.paidOutCents > 0);
    return booking;
  }

  async openPayoutAccount(guard: Person): Promise<void> {
    await guard.client.guards.payoutAccount();
    this.double.completeOnboarding(await this.accountOf(guard));
  }

  async accountOf({ id }: Person): Promise<string> {
    const [row] = await this.dataSource.query<{ stripe_account_id: string }[]>(
      `SELECT stripe_account_id FROM users WHERE id = $1`,
      [id],
    );
    if (!row) throw new Error(`there is no user ${id}`);
    return row.stripe_account_id;
  }

  /** The customer's id at Stripe, with the saved card that the double gives to everybody. */
  async stripeCustomerOf(person: Person): Promise<string> {
    await person.client.payments.methods();
    const [row] = await this.dataSource.query<{ stripe_customer_id: string }[]>(
      `SELECT stripe_customer_id FROM users WHERE id = $1`,
      [person.id],
    );
    if (!row) throw new Error(`there is no user ${person.id}`);
    return row.stripe_customer_id;
  }

  /** Replaces the customer's card by one of Stripe's test cards. */
  async useCard(person: Person, testCard: string): Promise<void> {
    const customer = await this.stripeCustomerOf(person);
    const { id } = await this.stripe.paymentMethods.attach(testCard, { customer });
    await this.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  }

  /** An event about an object as Stripe would send it. */
  async deliver(type: string, objectId: string): Promise<void> {
    const payload = JSON.stringify({
      id: `evt_${randomUUID()}`,
      object: 'event',
      type,
      data: { object: { id: objectId } },
    });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE.webhookSecret });
    const response = await fetch(`${this.baseUrl}/api/v1/webhooks/stripe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
    });
    if (!response.ok) throw new Error(`the event was answered ${response.status}: ${await response.text()}`);
  }

  /** What no code of ours does: changes settled rows behind the back of the database's rules. */
  async withoutRules(
    work: (execute: (sql: string, values: unknown[]) => Promise<unknown>) => Promise<void>,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL session_replication_role = replica`);
      await work((sql, values) => manager.query(sql, values));
    });
  }

  /** Other hours that both have agreed on, as far as money is concerned. */
  async correctHours({ jobId }: Booking, dueAmountCents: number): Promise<void> {
    await this.withoutRules(async (execute) => {
      await execute(`UPDATE jobs SET due_amount_cents = $2 WHERE id = $1`, [jobId, dueAmountCents]);
    });
    await this.publish(jobEvents['job.hours_corrected'], jobId);
  }

  async publish(event: EventKind<AboutJob>, jobId: string): Promise<void> {
    await this.app.get(Database).transaction(() => this.app.get(EventQueue).publish(event, { jobId }));
  }

  payments({ customer, jobId }: Booking): Promise<PaymentAnswer> {
    return customer.client.payments.ofJob({ params: { id: jobId } });
  }

  /** The money of the job once `holds` is true of it. */
  eventually(booking: Booking, holds: (answer: PaymentAnswer) => boolean): Promise<PaymentAnswer> {
    return vi.waitFor(async () => {
      const answer = await this.payments(booking);
      if (!holds(answer)) throw new Error(`not yet: ${JSON.stringify(answer)}`);
      return answer;
    }, EVENTUALLY);
  }

  async timeline({ customer, jobId }: Booking): Promise<string[]> {
    const { items } = await customer.client.jobs.timeline({ params: { id: jobId } });
    return items.map((item) => item.type);
  }

  /** What the timeline tells of money alone. */
  async moneyTimeline(booking: Booking): Promise<string[]> {
    return (await this.timeline(booking)).filter((type) => /^(hold|charge|payout|refund|dispute)\./.test(type));
  }

  eventuallyTold(booking: Booking, type: string): Promise<void> {
    return vi.waitFor(async () => {
      const told = await this.timeline(booking);
      if (!told.includes(type)) throw new Error(`not yet: ${told.join(', ')}`);
    }, EVENTUALLY);
  }

  /** What Stripe has of one job, in cents. */
  books(jobId: string): { intents: number; captured: number; refunded: number; transferred: number; reversed: number } {
    const { paymentIntents, charges, refunds, transfers, reversals } = this.double.books();
    const intents = paymentIntents.filter((intent) => intent.transfer_group === jobId);
    const own = charges.filter((charge) => charge.transfer_group === jobId);
    const given = refunds.filter(
      (refund) => refund.balance_transaction !== null && own.some((charge) => charge.id === refund.charge),
    );
    const sent = transfers.filter((transfer) => transfer.transfer_group === jobId);
    const back = reversals.filter((reversal) => sent.some((transfer) => transfer.id === reversal.transfer));
    return {
      intents: intents.length,
      captured: total(own.map((charge) => charge.amount_captured)),
      refunded: total(given.map((refund) => refund.amount)),
      transferred: total(sent.map((transfer) => transfer.amount)),
      reversed: total(back.map((reversal) => reversal.amount)),
    };
  }
}

const total = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
