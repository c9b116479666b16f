import { type Client, createClient, signIn } from '@aegis/client';
import type { MarketRules, Position } from '@aegis/contract';
import { metersBetween, towards } from '../map/geometry';
import type { ServerConfig } from '../data/server-config';
import { words } from '../words/words';
import { now } from '../words/now';

export interface GuardPlay {
  stop(): void;
}

export type DemoServer = ServerConfig & { demo: NonNullable<ServerConfig['demo']> };
type Job = Awaited<ReturnType<Client['jobs']['get']>>;

/** One turn of every guard: slow enough for the limits of uploads, quick enough to watch. */
const TURN_MS = 4000;
/** Driving through a town. */
const SPEED_MPS = 30;
/** Of the speed at which positions are refused. */
const BELOW_LIMIT = 0.85;
const ACCURACY_METERS = 8;
const ON_SITE_METERS = 25;
const MINUTE_MS = 60_000;
/** Of the time for which the position of one who waits counts. */
const DUTY_AGAIN_AFTER = 1 / 3;

/**
 * Plays the demo guards from this page over the public interface: they go on duty at their base, accept what they are offered,
 * drive there and check in. They speak with their own tokens, so whoever is signed in here stays so.
 */
export async function startGuardPlay({ demo, rules }: DemoServer, say: (sentence: string) => void): Promise<GuardPlay> {
  const accounts = demo.accounts.filter(({ role }) => role === 'guard');
  const players: Player[] = [];
  for (const { email } of accounts) {
    const { token } = await signIn('', email, demo.password);
    players.push(new Player(createClient({ baseUrl: '', token, fetch: withoutCookie }), rules, say));
  }
  let stopped = false;
  const turn = async (): Promise<void> => {
    for (const player of players) if (!stopped) await player.turn().catch(() => {});
    if (!stopped) setTimeout(() => void turn(), TURN_MS);
  };
  void turn();
  say(words('demo.guards.onDuty'));
  return { stop: () => void (stopped = true) };
}

/** The cookie is that of the person at this screen. */
const withoutCookie: typeof fetch = (input, init) => fetch(input, { ...init, credentials: 'omit' });

class Player {
  private at: Position | null = null;
  private name = '';
  private lastFixMs = 0;
  private dutyToldMs = 0;

  constructor(
    private readonly client: Client,
    private readonly rules: MarketRules,
    private readonly say: (sentence: string) => void,
  ) {}

  private get speedMps(): number {
    return Math.min(SPEED_MPS, this.rules.fixMaxSpeedMps * BELOW_LIMIT);
  }

  async turn(): Promise<void> {
    const at = await this.onDuty();
    const { items } = await this.client.jobs.list({ query: { status: 'matched' } });
    const mine = items.find((job) => Date.parse(job.startTime) - now() < this.rules.checkInEarlyMinutes * MINUTE_MS);
    if (mine) return this.goTo(mine, at);
    const { items: offers } = await this.client.offers.mine();
    const offer = offers[0];
    if (!offer) return;
    await this.client.offers.accept({ params: { id: offer.id } });
    this.say(words('demo.guards.accepted', { guard: this.name, job: offer.job.title }));
  }

  private async onDuty(): Promise<Position> {
    if (this.at && now() - this.dutyToldMs < this.rules.positionFreshMinutes * MINUTE_MS * DUTY_AGAIN_AFTER)
      return this.at;
    const profile = await this.client.guards.me();
    this.name = `${profile.firstName} ${profile.lastName}`;
    this.at ??= profile.baseLocation ?? { lat: 34.05, lng: -118.24 };
    if (profile.availabilityStatus !== 'busy')
      await this.client.guards.setAvailability({ body: { status: 'available', location: this.at } });
    this.dutyToldMs = now();
    return this.at;
  }

  private async goTo(job: Job, from: Position): Promise<void> {
    const ms = now();
    const seconds = Math.min(60, (ms - (this.lastFixMs || ms - TURN_MS)) / 1000);
    this.at = towards(from, job.location, this.speedMps * seconds);
    this.lastFixMs = ms;
    const fix = { ...this.at, accuracyMeters: ACCURACY_METERS, recordedAt: new Date(ms).toISOString() };
    await this.client.tracking.upload({ params: { id: job.id }, body: { fixes: [fix] } });
    if (metersBetween(this.at, job.location) > ON_SITE_METERS) return;
    await this.client.jobs.checkIn({
      params: { id: job.id },
      body: { location: this.at, accuracyMeters: ACCURACY_METERS },
      idempotencyKey: crypto.randomUUID(),
    });
    this.say(words('demo.guards.onSite', { guard: this.name, job: job.title }));
  }
}
