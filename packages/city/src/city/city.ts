import { ApiError } from '@aegis/client';
import type { MarketRules } from '@aegis/contract';
import { Agenda } from './agenda.js';
import { Customer, type JobAnswer } from './customer.js';
import { Guard } from './guard.js';
import { metersBetween } from './map.js';
import type { Random } from './random.js';
import { type Booking, Counts } from './records.js';
import type { VirtualServer } from './virtual-server.js';

export interface CityOptions {
  guards: number;
  customers: number;
  hours: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Before a position counts no more. */
const REFRESH_MARGIN_MINUTES = 1;
const DAY_HOURS = 24;
const PHONES_AT_ONCE = 10;
/** Bookings a customer makes in a day of eight hours, on average. */
const BOOKINGS_PER_HOUR = 1.2 / 8;
/** After the last booking everything comes to its end within this, or something is wrong. */
const AFTERMATH_MS = 24 * HOUR_MS;

const WITHDRAWS = 0.03;
const DOES_NOT_COME = 0.02;
const COMES_LATE = 0.05;
const FORGETS_TO_CHECK_OUT = 0.05;
const LEAVES_EARLY = 0.03;
/** For a while, with the phone in the pocket: its positions say so. */
const LEAVES_THE_POST = 0.03;
const AWAY_MINUTES = { least: 10, most: 60 };
const AWAY_NORTH_DEGREES = 0.02;
const FIX_EVERY_MINUTES = 3;
/** After its end: who has a new licence shows it. */
const RENEWS_AFTER_MS = 12 * HOUR_MS;
/** The gate is not where the pin is: the phone cannot show that they are there. */
const GATE_IS_ELSEWHERE = 0.02;
const GATE_NORTH_DEGREES = 0.003;
const IS_SUSPENDED = 0.01;
const CUSTOMER_EDITS = 0.05;
const CUSTOMER_CANCELS = 0.04;

interface Open {
  job: JobAnswer;
  customer: Customer;
  booking: Booking;
}

/** Guards and customers who go about their day, each by the public interface alone. */
export class City {
  readonly guards: Guard[] = [];
  readonly bookings: Booking[] = [];
  readonly counts = new Counts();
  private readonly byId = new Map<string, Guard>();
  private readonly agenda = new Agenda();
  /** Jobs that are neither completed nor cancelled. */
  private readonly open = new Map<string, Open>();
  /** Offers that have made a phone ring. */
  private readonly rung = new Set<string>();

  constructor(
    private readonly server: VirtualServer,
    private readonly random: Random,
    private readonly options: CityOptions,
    private readonly rules: MarketRules,
    /** Called at every step with the time in the city. */
    private readonly pace: (now: Date) => Promise<void>,
  ) {}

  /** One after the other: their keys grow in this order, and ties are decided by keys. */
  async settleIn(tell: (line: string) => void): Promise<void> {
    for (let number = 1; number <= this.options.guards; number++) {
      const guard = await Guard.register(this.server, number, this.random);
      this.guards.push(guard);
      this.byId.set(guard.id, guard);
      this.planShift(guard);
    }
    tell(`${this.options.guards} guards have registered and been verified`);
    for (let number = 1; number <= this.options.customers; number++)
      this.planBookings(await Customer.register(this.server.baseUrl, number, this.random));
    tell(`${this.options.customers} customers have registered`);
    this.refreshLater();
  }

  /** From the first booking to the end of the last job. */
  async liveThrough(): Promise<void> {
    const begun = this.server.now;
    const lastBooking = begun.getTime() + this.options.hours * HOUR_MS;
    while (this.server.now.getTime() < lastBooking + AFTERMATH_MS) {
      const [deed, deadline] = [this.agenda.next, await this.server.nextDeadline()];
      const next = [deed, deadline].flatMap((at) => at ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
      if (!next || (next.getTime() > lastBooking && this.open.size === 0)) return;
      await this.pace(next);
      this.server.goTo(next);
      if (deadline && deadline <= this.server.now) {
        for (const jobId of (await this.server.actOnDeadlines()) ?? this.open.keys()) await this.look(jobId);
      } else await this.agenda.take()?.();
    }
  }

  private after(milliseconds: number, deed: () => Promise<void>): void {
    this.agenda.at(new Date(this.server.now.getTime() + milliseconds), deed);
  }

  private planShift(guard: Guard): void {
    const { hours } = this.options;
    const dayHours = Math.min(hours, DAY_HOURS);
    for (let day = 0; day < hours; day += DAY_HOURS) {
      const begins = (day + guard.random.between(0, dayHours * 0.4)) * HOUR_MS;
      const ends = begins + guard.random.between(dayHours * 0.4, dayHours * 0.8) * HOUR_MS;
      this.after(begins, () => this.beginShift(guard));
      this.after(ends, () => this.endShift(guard));
    }
    if (guard.random.chance(IS_SUSPENDED))
      this.after(guard.random.between(0, hours) * HOUR_MS, () => this.suspend(guard));
    const ends = guard.licenseEnds;
    if (ends) this.agenda.at(new Date(ends.getTime() + RENEWS_AFTER_MS), () => this.renew(guard));
  }

  private async renew(guard: Guard): Promise<void> {
    this.counts.add('licences that ended and were renewed');
    if (!guard.isSuspended) await this.attempt('renewal', () => guard.renewLicense());
    await this.server.settle();
  }

  private async beginShift(guard: Guard): Promise<void> {
    if (guard.isSuspended) return;
    await this.attempt('on duty', () => guard.goOnDuty());
    await this.server.settle();
    await this.lookAtPhone(guard);
  }

  private async endShift(guard: Guard): Promise<void> {
    if (guard.commitments.length > 0) this.after(30 * MINUTE_MS, () => this.endShift(guard));
    else await this.attempt('off duty', () => guard.goOffDuty());
  }

  /** What they hold goes back to dispatch, and a job that they are at ends; an hour later they are back. */
  private async suspend(guard: Guard): Promise<void> {
    const body = { reason: 'Complaints' };
    await this.server.admin.admin.suspendUser({ params: { id: guard.id }, body });
    this.counts.add('suspended');
    guard.isSuspended = true;
    guard.isAtWork = false;
    const held = guard.commitments.map(({ jobId }) => jobId);
    for (const jobId of held) guard.forget(jobId);
    await this.server.settle();
    for (const jobId of held) await this.look(jobId);
    this.after(HOUR_MS, async () => {
      await this.server.admin.admin.reinstateUser({ params: { id: guard.id }, body });
      await guard.signInAgain();
    });
  }

  private refreshLater(): void {
    const minutes = Math.max(1, this.rules.positionFreshMinutes - REFRESH_MARGIN_MINUTES);
    this.after(minutes * MINUTE_MS, () => this.refreshAll());
  }

  /** All phones at the same moment: they have nothing to do with each other. */
  private async refreshAll(): Promise<void> {
    for (let first = 0; first < this.guards.length; first += PHONES_AT_ONCE)
      await Promise.all(
        this.guards
          .slice(first, first + PHONES_AT_ONCE)
          .map((guard) => this.attempt('position', () => guard.refresh())),
      );
    await this.server.settle();
    this.refreshLater();
  }

  private planBookings(customer: Customer): void {
    let at = 0;
    for (;;) {
      at += (-Math.log(1 - customer.random.next()) / BOOKINGS_PER_HOUR) * HOUR_MS;
      if (at >= this.options.hours * HOUR_MS) return;
      this.after(at, () => this.book(customer));
    }
  }

  private async book(customer: Customer): Promise<void> {
    const job = await this.attempt('booking', () => customer.book(this.server.now));
    if (!job) return;
    const startsInMinutes = (Date.parse(job.startTime) - this.server.now.getTime()) / MINUTE_MS;
    const booking: Booking = {
      ...{ jobId: job.id, bookedAt: this.server.now, startsInMinutes },
      ...{ acceptedAt: null, arrivedAt: null, completedAt: null, cancelled: null },
    };
    this.bookings.push(booking);
    this.open.set(job.id, { job, customer, booking });
    if (customer.random.chance(CUSTOMER_CANCELS))
      this.after(customer.random.between(1, Math.max(2, startsInMinutes)) * MINUTE_MS, () => this.cancel(job.id));
    if (customer.random.chance(CUSTOMER_EDITS))
      this.after(customer.random.between(1, 30) * MINUTE_MS, () => this.edit(job.id));
    await this.server.settle();
    await this.look(job.id);
  }

  /** The code of a gate, which nobody has to agree to. */
  private async edit(jobId: string): Promise<void> {
    const open = this.open.get(jobId);
    if (!open) return;
    const { client } = open.customer;
    const { version } = await client.jobs.get({ params: { id: jobId } });
    const body = { version, locationNotes: 'The code of the gate is 4711' };
    if (await this.attempt('edit', () => client.jobEdits.edit({ params: { id: jobId }, body })))
      this.counts.add('jobs edited');
  }

  private async cancel(jobId: string): Promise<void> {
    const open = this.open.get(jobId);
    if (!open) return;
    const body = { reason: 'Plans have changed' };
    const ended = await this.attempt('cancel', () => open.customer.client.jobs.cancel({ params: { id: jobId }, body }));
    if (!ended) return;
    open.booking.cancelled = 'customer';
    this.close(jobId);
    await this.server.settle();
  }

  /** What a guard finds who comes on duty, or home from a job. */
  private async lookAtPhone(guard: Guard): Promise<void> {
    if (guard.isSuspended) return;
    for (const { job } of (await guard.client.offers.mine()).items) await this.look(job.id);
  }

  /** What the customer sees; and the phones of those who are newly asked ring. */
  private async look(jobId: string): Promise<void> {
    const open = this.open.get(jobId);
    if (!open) return;
    const call = { params: { id: jobId } };
    const job = await open.customer.client.jobs.get(call);
    open.job = job;
    if (job.status === 'completed')
      return this.hasEnded(open, job.endedBy === 'admin' ? 'ended by a suspension' : 'ended by the clock');
    if (job.status === 'cancelled') {
      open.booking.cancelled = 'nobody';
      return this.close(jobId);
    }
    if (job.status !== 'requested') return;
    if (open.booking.acceptedAt) this.takeFromGuards(open);
    // Customers are not told who was asked.
    const { waves } = await this.server.admin.jobs.matchExplanation(call);
    for (const { wave, decidedAt, guards } of waves)
      for (const { guard, offer } of guards)
        if (guard && offer === 'offered') this.ring(this.byId.get(guard.id), jobId, `${wave} ${decidedAt}`);
  }

  /** Not by a check-out. */
  private hasEnded({ job, booking }: Open, how: string): void {
    this.counts.add(how);
    const guard = this.guards.find((one) => one.id === job.guard?.id);
    if (guard) {
      guard.isAtWork = false;
      guard.jobsDone++;
    }
    booking.completedAt = this.server.now;
    this.close(job.id);
  }

  /** The system has given the job back to dispatch: the guard had not come. */
  private takeFromGuards({ job, booking }: Open): void {
    booking.acceptedAt = null;
    for (const guard of this.guards) guard.forget(job.id);
    this.counts.add('taken from an absent guard');
  }

  /** Once for an offer, however it is heard of. */
  private ring(guard: Guard | undefined, jobId: string, offer: string): void {
    const key = `${guard?.id} ${jobId} ${offer}`;
    if (!guard || this.rung.has(key)) return;
    this.rung.add(key);
    this.counts.add('offers');
    this.after(guard.reactionSeconds() * SECOND_MS, () => this.answer(guard, jobId));
  }

  private async answer(guard: Guard, jobId: string): Promise<void> {
    if (guard.isSuspended) return;
    const { items } = await guard.client.offers.mine();
    const offer = items.find(({ job }) => job.id === jobId);
    if (!offer) return this.counts.add('offers gone before they looked');
    const times = { startTime: new Date(offer.job.startTime), endTime: new Date(offer.job.endTime) };
    const decision = guard.decide(offer.distanceMeters, times);
    if (decision === 'ignore') return this.counts.add('offers ignored');
    const call = { params: { id: offer.id } };
    if (decision === 'decline') {
      this.counts.add('offers declined');
      await this.attempt('decline', () => guard.client.offers.decline(call));
    } else if (await this.attempt('accept', () => guard.client.offers.accept(call)))
      this.hasAccepted(guard, jobId, times);
    await this.server.settle();
    await this.look(jobId);
  }

  private hasAccepted(guard: Guard, jobId: string, times: { startTime: Date; endTime: Date }): void {
    const open = this.open.get(jobId);
    if (!open) return;
    this.counts.add('offers accepted');
    open.booking.acceptedAt = this.server.now;
    guard.commitments.push({ jobId, ...times });
    if (guard.random.chance(DOES_NOT_COME)) return;
    const arrival = this.arrivalOf(guard, open.job);
    if (guard.random.chance(WITHDRAWS))
      return this.after((arrival - this.server.now.getTime()) * guard.random.next(), () => this.withdraw(guard, jobId));
    this.agenda.at(new Date(arrival), () => this.checkIn(guard, jobId));
  }

  /** As fast as they can, but not more than ten minutes early; a few come late. */
  private arrivalOf(guard: Guard, job: JobAnswer): number {
    const soonest = this.server.now.getTime() + guard.minutesTo(job.location, metersBetween) * MINUTE_MS;
    const wanted = Date.parse(job.startTime) - guard.random.between(0, 10) * MINUTE_MS;
    const late = guard.random.chance(COMES_LATE) ? guard.random.between(5, 40) * MINUTE_MS : 0;
    return Math.max(soonest, wanted) + late;
  }

  private async withdraw(guard: Guard, jobId: string): Promise<void> {
    const call = { params: { id: jobId }, body: { reason: 'Something has come up' } };
    await this.attempt('withdraw', async () => {
      await guard.client.jobs.withdraw(call);
      this.counts.add('jobs given back');
      const open = this.open.get(jobId);
      if (open) open.booking.acceptedAt = null;
    });
    guard.forget(jobId);
    await this.server.settle();
    await this.look(jobId);
  }

  private async checkIn(guard: Guard, jobId: string): Promise<void> {
    const open = this.open.get(jobId);
    if (!open) return guard.forget(jobId);
    const job = await this.arrive(guard, open);
    await this.server.settle();
    if (!job) return guard.forget(jobId);
    open.booking.arrivedAt = this.server.now;
    guard.isAtWork = true;
    guard.position = open.job.location;
    const now = this.server.now.getTime();
    const [starts, ends] = [Math.max(Date.parse(job.startTime), now), Math.max(Date.parse(job.endTime), now)];
    if (guard.random.chance(LEAVES_THE_POST)) this.planAbsence(guard, jobId, { starts, ends });
    if (guard.random.chance(FORGETS_TO_CHECK_OUT)) return this.counts.add('forgot to check out');
    const leaves = guard.random.chance(LEAVES_EARLY)
      ? starts + guard.random.next() * (ends - starts)
      : ends + guard.random.between(0, 4) * MINUTE_MS;
    this.agenda.at(new Date(leaves), () => this.checkOut(guard, jobId));
  }

  /** They go, are seen elsewhere, and are back. */
  private planAbsence(guard: Guard, jobId: string, { starts, ends }: { starts: number; ends: number }): void {
    const away = guard.random.between(AWAY_MINUTES.least, AWAY_MINUTES.most) * MINUTE_MS;
    const goes = starts + guard.random.next() * Math.max(0, ends - starts - away);
    this.counts.add('left the post for a while');
    for (let at = goes; at < goes + away + AWAY_MINUTES.least * MINUTE_MS; at += FIX_EVERY_MINUTES * MINUTE_MS)
      this.agenda.at(new Date(at), () => this.sendFix(guard, jobId, at < goes + away ? AWAY_NORTH_DEGREES : 0));
  }

  private async sendFix(guard: Guard, jobId: string, northDegrees: number): Promise<void> {
    const open = this.open.get(jobId);
    if (!open || guard.isSuspended) return;
    const { lat, lng } = open.job.location;
    const fix = { lat: lat + northDegrees, lng, accuracyMeters: 12, recordedAt: this.server.now.toISOString() };
    const call = { params: { id: jobId }, body: { fixes: [fix] } };
    await this.attempt('fix', () => guard.client.tracking.upload(call));
    await this.server.settle();
  }

  /** By the position of the phone; at a gate that is elsewhere by the code that the customer sees. */
  private async arrive(guard: Guard, { job, customer }: Open): Promise<JobAnswer | undefined> {
    const params = { id: job.id };
    const { lat, lng } = job.location;
    const isElsewhere = guard.random.chance(GATE_IS_ELSEWHERE);
    const location = isElsewhere ? { lat: lat + GATE_NORTH_DEGREES, lng } : job.location;
    const body = { location, accuracyMeters: 12 };
    const started = await this.attempt('check-in', () => guard.client.jobs.checkIn({ params, body }));
    if (started || !isElsewhere) return started;
    return this.attempt('check-in by code', async () => {
      const { code } = await customer.client.jobs.arrivalCode({ params });
      this.counts.add('arrived by code');
      return guard.client.jobs.checkIn({ params, body: { code } });
    });
  }

  private async checkOut(guard: Guard, jobId: string): Promise<void> {
    const open = this.open.get(jobId);
    if (!open) return;
    const body = { location: open.job.location, accuracyMeters: 12, reason: 'Not needed any more' };
    await this.attempt('check-out', () => guard.client.jobs.checkOut({ params: { id: jobId }, body }));
    await this.server.settle();
    guard.isAtWork = false;
    guard.jobsDone++;
    open.booking.completedAt = this.server.now;
    this.close(jobId);
    await this.lookAtPhone(guard);
  }

  private close(jobId: string): void {
    this.open.delete(jobId);
    for (const guard of this.guards) guard.forget(jobId);
  }

  /** A refusal is part of the day: it is counted. Anything else ends the simulation. */
  private async attempt<T>(what: string, deed: () => Promise<T>): Promise<T | undefined> {
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      this.counts.add(`refused ${what}: ${error.code}`);
      return undefined;
    }
  }
}
