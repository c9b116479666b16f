import { randomUUID } from 'node:crypto';
import type { api, Position, WireAnswer } from '@aegis/contract';
import type { Records } from './books.js';
import type { Cast, PlacedGuard } from './cast.js';
import { clearLeftovers, type Job } from './leftovers.js';
import { ACCURACY_METERS, Phone } from './phone.js';
import { CITY_HALL, type Draft, Preparations } from './preparations.js';
import { DemoFailure, dollars, meters, type Stage } from './stage.js';
import { PATIENCE_MS, refusalOf, until } from './waiting.js';
import { drive, lengthMeters, offset } from './way.js';

type Offer = WireAnswer<typeof api.offers.mine>['items'][number];

/** An offer of the job in the hands of the guard it was made to. */
interface HeldOffer {
  guard: PlacedGuard;
  offer: Offer;
}

const COMPONENTS = ['proximity', 'skills', 'rating', 'acceptance', 'fairness'] as const;

/** 250 m in ten seconds: 25 m/s on the grid's avenues, under the 80 mph that positions may move at. */
const DRIVE_LEGS = 10;
const TOO_FAR_EAST_METERS = 5_000;
const JUMP_NORTH_METERS = 1_600;

/** For offers to guards who may stand behind better ones that are not in the play. */
const ALL_OFFERS_MS = 5_000;

/** One booking from the guards' going on duty to the money, told on the stage. */
export class Booking {
  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
  ) {}

  async play(): Promise<Records> {
    const { stage } = this;
    stage.headline('Before');
    await stage.step(
      'Leftovers of earlier demos',
      () => clearLeftovers(this.cast),
      (jobs) => (jobs ? `ended ${jobs}` : 'none'),
    );
    const startTime = new Date();
    const preparations = new Preparations(stage, this.cast);
    const guards = await preparations.guardsOnDuty(startTime);
    stage.headline('Booking');
    const job = await this.book(await preparations.draft(startTime, guards));
    await this.showCandidates(job);
    const offers = await this.waitForOffers(job, guards);
    stage.headline('Matching');
    const { guard, phone } = await this.accept(offers);
    stage.headline('On the way');
    const way = await this.driveToSite(job, guard, phone);
    stage.headline('On site');
    const onSite = await this.workOnSite(job, guard, phone);
    stage.headline('Money');
    await this.waitForMoney(job);
    return this.readRecords(job, guard, lengthMeters([...way, ...onSite]));
  }

  private async book(draft: Draft): Promise<Job> {
    const { client } = this.cast.customer;
    const idempotencyKey = randomUUID();
    const book = (): Promise<Job> => client.jobs.create({ body: draft, idempotencyKey });
    const job = await this.stage.step('Customer books', book, ({ id }) => id);
    await this.stage.step('... and sends it again, same key', book, ({ id }) => {
      if (id !== job.id) throw new DemoFailure(`a second job was booked: ${id}`);
      return 'the same job, not a second one';
    });
    return job;
  }

  private async showCandidates({ id }: Job): Promise<void> {
    const { client } = this.cast.admin;
    const { items } = await this.stage.step(
      'Candidates, as the operator sees them',
      () => client.jobs.candidates({ params: { id } }),
      ({ items }) => `${items.length}, best first`,
    );
    this.stage.table(
      ['guard', 'distance', 'score', ...COMPONENTS],
      items.map(({ guard, distanceMeters, score, components }) => [
        guard?.name ?? '-',
        distanceMeters === null ? '-' : meters(distanceMeters),
        score?.toFixed(2) ?? '-',
        ...COMPONENTS.map((name) => components?.[name]?.toFixed(3) ?? '-'),
      ]),
    );
  }

  /** Nearest first. Made over the queue, once the hold on the customer's card stands. */
  private async waitForOffers(job: Job, guards: readonly PlacedGuard[]): Promise<HeldOffer[]> {
    const asked = async (): Promise<HeldOffer[]> => {
      const held = await Promise.all(guards.map((guard) => offerTo(guard, job.id)));
      return held.flatMap((offer) => offer ?? []).toSorted((a, b) => a.offer.distanceMeters - b.offer.distanceMeters);
    };
    const give = performance.now() + ALL_OFFERS_MS;
    return this.stage.step(
      'Offers',
      () =>
        until('an offer to one of the guards', PATIENCE_MS, async () => {
          const offers = await asked();
          const isDone = offers.length === guards.length || (offers.length > 0 && performance.now() > give);
          return isDone ? offers : this.refuseFailedHold(job);
        }),
      (offers) => offers.map(({ guard, offer }) => `${guard.name} (${dollars(offer.payoutCents)})`).join(', '),
    );
  }

  /** Null; nobody is asked when the card is declined, and waiting longer would not help. */
  private async refuseFailedHold({ id }: Job): Promise<null> {
    const { items } = await this.cast.customer.client.payments.ofJob({ params: { id } });
    const failed = items.find(({ status }) => status === 'failed');
    if (failed) throw new DemoFailure(`the hold failed: ${failed.failureCode} ${failed.failureMessage}`);
    return null;
  }

  private async accept(offers: readonly HeldOffer[]): Promise<{ guard: PlacedGuard; phone: Phone }> {
    const [nearest, second] = offers;
    if (!nearest) throw new DemoFailure('nobody was asked');
    const { guard } = nearest;
    const params = { id: nearest.offer.id };
    const job = await this.stage.step(
      `${guard.name} accepts`,
      () => guard.client.offers.accept({ params, idempotencyKey: randomUUID() }),
      (accepted) => `${accepted.status}, ${meters(nearest.offer.distanceMeters)} away`,
    );
    const phone = new Phone(guard, job.id, new Date(job.matchedAt ?? Date.now()));
    if (second)
      await this.stage.step(
        `${second.guard.name} accepts too late`,
        () => refusalOf(second.guard.client.offers.accept({ params: { id: second.offer.id } }), 409, 'offer_gone'),
        ({ status, code, detail }) => `refused ${status} ${code}: ${detail}`,
      );
    return { guard, phone };
  }

  private async driveToSite({ id }: Job, guard: PlacedGuard, phone: Phone): Promise<Position[]> {
    const { stage } = this;
    const way = drive(guard.position, CITY_HALL, DRIVE_LEGS);
    const half = DRIVE_LEGS / 2;
    const sendAfter = (part: readonly Position[]) => () => phone.follow(part).then(() => phone.send());
    const counts = (answer: Awaited<ReturnType<Phone['send']>>): string =>
      `${answer.stored} stored, ${answer.duplicates} duplicates, ${answer.rejected.length} refused` +
      answer.rejected.map(({ code }) => ` (${code})`).join('');
    await stage.step('Drives, in real time', sendAfter(way.slice(0, half)), counts);
    await stage.step(
      'Customer looks where the guard is',
      () => this.cast.customer.client.tracking.latest({ params: { id } }),
      ({ ageSeconds, grade, ...position }) =>
        `${meters(lengthMeters([position, CITY_HALL]))} away, ${ageSeconds} s ago, ${grade} fix`,
    );
    await stage.step('Drives on', sendAfter(way.slice(half)), counts);
    const jump = offset(CITY_HALL, JUMP_NORTH_METERS, 0);
    await stage.step(
      'Sends it again, with a jump of a mile',
      () => phone.sendAgainWithJump(jump),
      (answer) => {
        if (answer.stored > 0) throw new DemoFailure(`something was stored: ${counts(answer)}`);
        return counts(answer);
      },
    );
    return way;
  }

  private async workOnSite({ id }: Job, { client }: PlacedGuard, phone: Phone): Promise<Position[]> {
    const { stage } = this;
    const at = (location: Position) => ({ params: { id }, body: { location, accuracyMeters: ACCURACY_METERS } });
    await stage.step(
      'Checks in from 5 km away',
      () => refusalOf(client.jobs.checkIn(at(offset(CITY_HALL, 0, TOO_FAR_EAST_METERS))), 422, 'outside_geofence'),
      ({ status, code, facts }) =>
        `refused ${status} ${code}: ${facts.distanceMeters} m, allowed ${facts.allowedMeters} m`,
    );
    await stage.step(
      'Checks in on site',
      () => client.jobs.checkIn(at(CITY_HALL)),
      ({ status }) => status,
    );
    const patrol = [offset(CITY_HALL, 3, 0), offset(CITY_HALL, 3, 4), offset(CITY_HALL, 0, 4)];
    await stage.step(
      'Patrols',
      () => phone.follow(patrol).then(() => phone.send()),
      ({ stored }) => `${stored} fixes stored`,
    );
    await stage.step(
      'Checks out',
      () =>
        client.jobs.checkOut({
          params: { id },
          body: { location: CITY_HALL, accuracyMeters: ACCURACY_METERS, reason: 'The customer goes home' },
        }),
      (job) => `${job.status}, worked ${job.workedMinutes} min, due ${dollars(job.dueAmountCents ?? 0)}`,
    );
    return patrol;
  }

  private async waitForMoney({ id }: Job): Promise<void> {
    const { client } = this.cast.customer;
    const { items, sum } = await this.stage.step(
      'Charge and payout',
      () =>
        until('charge and payout to succeed', PATIENCE_MS, async () => {
          const payments = await client.payments.ofJob({ params: { id } });
          const failed = payments.items.find(({ status }) => status === 'failed');
          if (failed)
            throw new DemoFailure(`the ${failed.type} failed: ${failed.failureCode} ${failed.failureMessage}`);
          const done = payments.items.filter(({ status }) => status === 'succeeded').map(({ type }) => type);
          return done.includes('charge') && done.includes('payout') ? payments : null;
        }),
      ({ sum }) => `charged ${dollars(sum.chargedCents)}`,
    );
    const header = ['row', 'status', 'amount', 'platform', 'guard'];
    const money = (...cents: number[]): string[] => cents.map(dollars);
    this.stage.table(header, [
      ...items.map((row) => [
        row.type,
        row.status,
        ...money(row.amountCents, row.platformFeeCents, row.guardPayoutCents),
      ]),
      ['sum', 'settled', ...money(sum.chargedCents, sum.platformCents, sum.paidOutCents)],
    ]);
  }

  private async readRecords({ id }: Job, guard: PlacedGuard, drivenMeters: number): Promise<Records> {
    const { customer, admin } = this.cast;
    const [job, payments, timeline, trail, earnings] = await Promise.all([
      admin.client.jobs.get({ params: { id } }),
      admin.client.payments.ofJob({ params: { id } }),
      customer.client.jobs.timeline({ params: { id } }),
      customer.client.tracking.trail({ params: { id } }),
      guard.client.guards.earnings(),
    ]);
    return { job, payments, timeline: timeline.items, trail, earnings, drivenMeters };
  }
}

async function offerTo(guard: PlacedGuard, jobId: string): Promise<HeldOffer | null> {
  const { items } = await guard.client.offers.mine();
  const offer = items.find(({ job }) => job.id === jobId);
  return offer ? { guard, offer } : null;
}
