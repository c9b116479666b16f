import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEvents, type StreamedEvent } from '@aegis/client';
import { api, type EventStream as Endpoint } from '@aegis/contract';
import { type Booking, Marketplace, metersNorth, type Person } from '../../../../test/marketplace.js';
import { SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { Timeline } from '../../../platform/timeline/timeline.js';
import { LiveHub } from './live-hub.js';
import { StreamCare } from './stream-care.js';
import { TimelineTail } from './timeline-tail.js';

const SOON = { timeout: 20_000, interval: 20 };

let market: Marketplace;
let open: AbortController;
let hub: LiveHub;

beforeAll(async () => {
  market = await Marketplace.open({ STREAMS_PER_USER: '3', STREAM_BUFFER_BYTES: '65536' });
  hub = market.application.app.get(LiveHub, { strict: false });
});
afterAll(() => market.close());
beforeEach(() => {
  open = new AbortController();
});
afterEach(async () => {
  open.abort();
  await vi.waitFor(() => expect(hub.size).toBe(0), SOON);
});

/** Everything that has come on a stream, and whether it has ended. */
class Listener {
  readonly events: StreamedEvent[] = [];
  hasEnded = false;
  refusal: unknown;

  constructor(endpoint: Endpoint, person: Person, params?: Record<string, unknown>, lastEventId?: string) {
    const { baseUrl } = market.application;
    const options = { baseUrl, token: person.token, lastEventId, signal: open.signal, ...(params && { params }) };
    void this.listen(readEvents(endpoint, options));
  }

  private async listen(events: AsyncIterable<StreamedEvent>): Promise<void> {
    try {
      for await (const event of events) this.events.push(event);
    } catch (error) {
      this.refusal = error;
    }
    this.hasEnded = true;
  }

  of(name: string): Record<string, unknown>[] {
    return this.events.filter(({ event }) => event === name).map(({ data }) => data as Record<string, unknown>);
  }

  types(): unknown[] {
    return this.events.flatMap(({ data }) => (data as { type?: string }).type ?? []);
  }

  async until(type: string): Promise<void> {
    await vi.waitFor(() => expect(this.types()).toContain(type), SOON);
  }

  /** The stream is open: the server counts it. */
  async isOpen(count: number): Promise<this> {
    await vi.waitFor(() => expect(hub.size).toBe(count), SOON);
    return this;
  }
}

const ofJob = ({ job }: Pick<Booking, 'job'>, person: Person, lastEventId?: string) =>
  new Listener(api.tracking.jobEvents, person, { id: job.id }, lastEventId);
const ofAll = (person: Person, lastEventId?: string) =>
  new Listener(api.tracking.events, person, undefined, lastEventId);

/** Who resumes before that may get an event twice, or one of before they came. */
async function everythingIsTold(): Promise<void> {
  const { app } = market.application;
  const read = app.get(TimelineTail, { strict: false });
  await vi.waitFor(async () => expect(await read.follow()).toBe(await app.get(Timeline).lastId()), SOON);
}

const send = ({ guard, job }: Booking, meters: number, secondsAgo = 0) =>
  guard.client.tracking.upload({
    params: { id: job.id },
    body: {
      fixes: [
        {
          ...metersNorth(job.location, meters),
          accuracyMeters: 10,
          recordedAt: shift(market.now, -secondsAgo * SECOND_MS).toISOString(),
        },
      ],
    },
  });

describe('the stream of a job', () => {
  it('shows the guard move, check in and check out, and the money follow', async () => {
    const booking = await market.bookedJob();
    const customer = await ofJob(booking, booking.customer).isOpen(1);
    await send(booking, 40);
    await vi.waitFor(() => expect(customer.of('location')).toHaveLength(1), SOON);
    expect(customer.of('location')[0]).toMatchObject({ jobId: booking.job.id, grade: 'good', accuracyMeters: 10 });
    await market.checkIn(booking);
    await market.checkOut(booking);
    await customer.until('charge.succeeded');
    expect(customer.of('status').map(({ type, to }) => [type, to])).toEqual([
      ['job.started', 'in_progress'],
      ['job.completed', 'completed'],
    ]);
    expect(customer.of('payment').map(({ type }) => type)).toContain('charge.succeeded');
  });

  it('begins with where the guard is, and no marker is moved back by a batch that comes late', async () => {
    const booking = await market.bookedJob();
    market.clock.move(60 * SECOND_MS);
    await send(booking, 40, 2);
    const customer = await ofJob(booking, booking.customer).isOpen(1);
    await vi.waitFor(() => expect(customer.of('location')).toHaveLength(1), SOON);
    await send(booking, 50);
    await send(booking, 10, 30);
    market.clock.move(10 * SECOND_MS);
    await send(booking, 60);
    await vi.waitFor(() => expect(customer.of('location')).toHaveLength(3), SOON);
    const times = customer.of('location').map(({ recordedAt }) => String(recordedAt));
    expect(times).toEqual(times.toSorted());
  });

  it('has no positions after the end of the job', async () => {
    const booking = await market.runningJob();
    const customer = await ofJob(booking, booking.customer).isOpen(1);
    market.clock.move(30 * SECOND_MS);
    await market.checkOut(booking);
    await customer.until('job.completed');
    expect(await send(booking, 5, 10)).toMatchObject({ stored: 1 });
    await customer.until('charge.succeeded');
    expect(customer.of('location')).toEqual([]);
  });

  it('is for its parties and administrators', async () => {
    const booking = await market.bookedJob();
    const strangers = [await market.registerCustomer(), await market.verifiedGuard()];
    for (const stranger of strangers) {
      const refused = ofJob(booking, stranger);
      await vi.waitFor(() => expect(refused.refusal).toMatchObject({ status: 404, code: 'not_found' }), SOON);
    }
    const admin = await ofJob(booking, await market.admin()).isOpen(1);
    await market.checkIn(booking);
    await admin.until('job.started');
  });

  it('ends for a guard who has given the job back, and tells the customer', async () => {
    const booking = await market.bookedJob();
    await everythingIsTold();
    const guard = await ofJob(booking, booking.guard).isOpen(1);
    const customer = await ofJob(booking, booking.customer).isOpen(2);
    await booking.guard.client.jobs.withdraw({ params: { id: booking.job.id }, body: { reason: 'ill' } });
    await customer.until('job.reopened');
    await vi.waitFor(() => expect(guard.hasEnded).toBe(true), SOON);
    expect(guard.types().every((type) => type === 'job.reopened')).toBe(true);
  });
});

describe('the stream of all my jobs', () => {
  it('has those of all of them and of nobody else', async () => {
    const one = await market.bookedJob();
    const other = await market.bookedJob();
    const customer = await ofAll(one.customer).isOpen(1);
    await market.checkIn(other);
    await send(other, 10);
    await send(one, 10);
    await market.checkIn(one);
    await customer.until('job.started');
    expect(new Set(customer.events.map(({ data }) => (data as { jobId: string }).jobId))).toEqual(
      new Set([one.job.id]),
    );
    expect(customer.of('location')).toHaveLength(1);
  });
});

describe('who comes back', () => {
  it('gets what happened since their last event, in order, and nothing twice', async () => {
    const booking = await market.bookedJob();
    await everythingIsTold();
    const before = ofJob(booking, booking.customer, '0');
    await before.until('job.matched');
    const lastEventId = before.events.findLast(({ event }) => event === 'status')?.lastEventId;
    open.abort();
    await vi.waitFor(() => expect(hub.size).toBe(0), SOON);
    open = new AbortController();
    await market.checkIn(booking);
    await market.checkOut(booking);
    const after = ofJob(booking, booking.customer, lastEventId);
    await after.until('charge.succeeded');
    const whole = ofJob(booking, booking.customer, '0');
    await whole.until('charge.succeeded');
    const ids = [...before.events, ...after.events].flatMap(({ data }) => (data as { id?: number }).id ?? []);
    const all = whole.events.flatMap(({ data }) => (data as { id?: number }).id ?? []);
    expect([...new Set(ids)].toSorted((a, b) => a - b)).toEqual(all);
    expect(after.types()[0]).toBe('job.started');
  });
});

describe('a session', () => {
  it('that is revoked takes its streams with it at once', async () => {
    const customer = await market.registerCustomer();
    const stream = await ofAll(customer).isOpen(1);
    await customer.client.auth.logout();
    await vi.waitFor(() => expect(stream.hasEnded).toBe(true), SOON);
  });

  it('that another process has revoked does so with the next heartbeat', async () => {
    const customer = await market.registerCustomer();
    const stream = await ofAll(customer).isOpen(1);
    await market.application.dataSource.query(`UPDATE sessions SET revoked_at = now() WHERE user_id = $1`, [
      customer.id,
    ]);
    await market.application.app.get(StreamCare, { strict: false }).endUnauthorised();
    await vi.waitFor(() => expect(stream.hasEnded).toBe(true), SOON);
  });

  it('has no more streams than it may', async () => {
    const customer = await market.registerCustomer();
    for (const count of [1, 2, 3]) await ofAll(customer).isOpen(count);
    const refused = ofAll(customer);
    await vi.waitFor(() => expect(refused.refusal).toMatchObject({ status: 429, code: 'too_many_streams' }), SOON);
  });
});

describe('a guard on duty', () => {
  it('hears of an offer on their own stream, now or when they are back, and nobody else does', async () => {
    const location = market.newPlace();
    const [guard, colleague] = [await market.verifiedGuard({ at: location }), await market.verifiedGuard()];
    const customer = await market.registerCustomer();
    const [own, others] = [await ofAll(guard).isOpen(1), await ofAll(colleague).isOpen(2)];
    const job = await market.book(customer, { location });
    const bookedBy = await ofJob({ job }, customer).isOpen(3);
    await own.until('offer.received');
    const { id } = await market.offerOf(guard, job);
    expect(own.of('offer')).toMatchObject([
      { type: 'offer.received', jobId: null, details: { offerId: id, jobId: job.id } },
    ]);
    const late = await ofAll(guard, '0').isOpen(4);
    await late.until('offer.received');
    expect([...others.types(), ...bookedBy.types()]).not.toContain('offer.received');
  });

  it('hears that an offer of theirs is gone when another was quicker, or the customer thinks better of it', async () => {
    const location = market.newPlace();
    const [slow, quick] = [await market.verifiedGuard({ at: location }), await market.verifiedGuard({ at: location })];
    const customer = await market.registerCustomer();
    const own = await ofAll(slow).isOpen(1);
    const gone = () => own.of('offer').filter(({ type }) => type === 'offer.gone');
    const taken = await market.book(customer, { location });
    const offers = [await market.offerOf(slow, taken), await market.offerOf(quick, taken)];
    await market.accept(quick, taken);
    await own.until('offer.gone');
    expect(gone()).toMatchObject([{ jobId: null, details: { offerId: offers[0]?.id, jobId: taken.id } }]);
    const given = await market.book(customer, { location: metersNorth(location, 100) });
    await market.offerOf(slow, given);
    await customer.client.jobs.cancel({ params: { id: given.id }, body: { reason: 'not needed' } });
    await vi.waitFor(() => {
      expect(gone()).toMatchObject([{ details: { jobId: taken.id } }, { details: { jobId: given.id } }]);
    }, SOON);
  });
});

describe('who has missed a lot, or reads slowly', () => {
  it.each([100, 300, 1000, 10_000])('gets all of %i missed events, in order and once', async (count) => {
    const booking = await market.bookedJob();
    await everythingIsTold();
    const first = await lastId();
    await happens(booking, count);
    const customer = ofAll(booking.customer, `${first}`);
    await vi.waitFor(() => expect(idsOf(customer.events)).toHaveLength(count), SOON);
    expect(idsOf(customer.events)).toEqual(await idsSince(first));
  });

  it('gets all of them when they take them late', async () => {
    const booking = await market.bookedJob();
    await everythingIsTold();
    const first = await lastId();
    await happens(booking, 10_000);
    const reader = new SlowReader(booking.customer, first);
    await vi.waitFor(() => expect(hub.size).toBe(1), SOON);
    await happens(booking, 50);
    reader.read();
    await vi.waitFor(() => expect(reader.ids()).toHaveLength(10_050), SOON);
    expect(reader.ids()).toEqual(await idsSince(first));
    reader.socket.destroy();
  });

  it('gets a burst of thousands while they read, on the stream of an administrator', async () => {
    const booking = await market.bookedJob();
    const admin = await market.admin();
    await everythingIsTold();
    const first = await lastId();
    const stream = await ofAll(admin).isOpen(1);
    await happens(booking, 3000);
    market.application.app.get(TimelineTail, { strict: false }).wake();
    await vi.waitFor(() => expect(idsOf(stream.events)).toHaveLength(3000), SOON);
    expect(idsOf(stream.events)).toEqual(await idsSince(first));
  });

  it('is told to read everything anew when more of the whole market was missed than is worth telling', async () => {
    const booking = await market.bookedJob();
    const admin = await market.admin();
    await everythingIsTold();
    await happens(booking, 20_001);
    await everythingIsTold();
    const stream = ofAll(admin, `${(await lastId()) - 20_001}`);
    await vi.waitFor(() => expect(stream.events.map(({ event }) => event)).toEqual(['resync']), SOON);
  });
});

describe('a reader that never reads', () => {
  it('has no more kept for them than a buffer, is dropped with the heartbeats, and others go on', async () => {
    const booking = await market.bookedJob();
    const customer = await ofJob(booking, booking.customer).isOpen(1);
    const reader = new SlowReader(booking.guard, 0);
    await vi.waitFor(() => expect(hub.size).toBe(2), SOON);
    const [theirs] = [...hub.streams].filter(({ caller }) => caller.userId === booking.guard.id);
    await vi.waitFor(() => expect(theirs?.isBehind).toBe(false), SOON);
    const filler = 'x'.repeat(32_768);
    const parties = [booking.guard.id, booking.customer.id];
    const event = { name: 'offer', jobId: booking.job.id, parties, addressees: parties, id: null } as const;
    for (let sent = 0; theirs?.isBehind === false && sent < 2000; sent++) {
      hub.publish({ ...event, data: JSON.stringify({ type: `${sent}`, filler }) }, null);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(theirs).toMatchObject({ isBehind: true, isOpen: true });
    theirs?.beat();
    theirs?.beat();
    await vi.waitFor(() => expect(hub.size).toBe(1), SOON);
    hub.publish({ ...event, data: JSON.stringify({ type: 'still' }) }, null);
    await customer.until('still');
    reader.socket.destroy();
  });
});

/** What no other part of the system writes about a job that is only booked. */
const HAPPENING = 'job.heard_again';

const lastId = (): Promise<number> => market.application.app.get(Timeline).lastId();

async function idsSince(id: number): Promise<number[]> {
  const rows = await market.application.dataSource.query<{ id: string }[]>(
    `SELECT id FROM timeline WHERE id > $1 AND type = $2 ORDER BY id`,
    [id, HAPPENING],
  );
  return rows.map((row) => Number(row.id));
}

/** Rows on the timeline of a job as they are written by any process. */
async function happens({ job }: Booking, count: number): Promise<void> {
  await market.application.dataSource.query(
    `INSERT INTO timeline (job_id, type, actor_role, occurred_at, details)
     SELECT $1, $3, 'system', now(), '{}' FROM generate_series(1, $2::int)`,
    [job.id, count, HAPPENING],
  );
}

const idsOf = (events: readonly Pick<StreamedEvent, 'data'>[]): number[] =>
  events
    .map(({ data }) => data as { id: number; type: string })
    .filter(({ type }) => type === HAPPENING)
    .map(({ id }) => id);

/** Opens the stream of all their jobs and takes nothing of it until told to. */
class SlowReader {
  readonly socket: Socket;
  private text = '';

  constructor(person: Person, lastEventId: number) {
    this.socket = connect(market.application.port, '127.0.0.1');
    this.socket.on('error', () => {});
    this.socket.pause();
    this.socket.write(
      `GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${person.token}\r\n` +
        `Last-Event-ID: ${lastEventId}\r\n\r\n`,
    );
  }

  read(): void {
    this.socket.on('data', (chunk) => (this.text += chunk.toString()));
    this.socket.resume();
  }

  ids(): number[] {
    return idsOf(
      [...this.text.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => ({ data: JSON.parse(data) as unknown })),
    );
  }
}
