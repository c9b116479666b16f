import { type Client, createClient } from '@aegis/client';
import type { Position } from '@aegis/contract';
import { somewhere, strolled } from './map.js';
import type { Random } from './random.js';

const SKILLS = [
  'access control',
  'cctv',
  'close protection',
  'crowd control',
  'defensive driving',
  'first aid',
  'k9',
  'patrol',
];
const LICENSE_ENDS = '2033-01-01';
/** Of a guard whose licence ends while the city lives: within so many days of the first. */
const LICENSE_ENDS_SOON = 0.05;
const SOON_DAYS = 35;
const DAY_MS = 86_400_000;
/** Driving through the city. */
const METERS_A_MINUTE = 550;

type Papers = Parameters<Client['guards']['replaceMe']>[0]['body'];

interface Account {
  papers: Papers;
  admin: Client;
  signIn: () => Promise<unknown>;
}

interface Server {
  baseUrl: string;
  admin: Client;
  now: Date;
}

export interface Commitment {
  jobId: string;
  startTime: Date;
  endTime: Date;
}

/** A guard as a program: what they are like, and the calls of their phone. */
export class Guard {
  isOnDuty = false;
  /** Checked in: they are seen on site and not where they stroll. */
  isAtWork = false;
  isSuspended = false;
  jobsDone = 0;
  /** How often their phone has said where they are while they waited for offers. */
  positionsShown = 0;
  readonly commitments: Commitment[] = [];

  private constructor(
    readonly id: string,
    readonly client: Client,
    readonly random: Random,
    public position: Position,
    /** How readily they take what they are offered. */
    private readonly eagerness: number,
    private readonly account: Account,
  ) {}

  static async register(server: Server, number: number, all: Random): Promise<Guard> {
    const random = all.of(`guard ${number}`);
    const client = createClient({ baseUrl: server.baseUrl });
    const base = somewhere(random);
    const credentials = { email: `guard${number}@city.example`, password: `walks the city by night, ${number}` };
    const name = { firstName: 'Guard', lastName: `No. ${number}` };
    const { user } = await client.auth.register({ body: { ...credentials, ...name, role: 'guard' } });
    const dice = random.next();
    const papers: Papers = {
      licenseNumber: `C-${100_000 + number}`,
      licenseState: 'IL',
      licenseExpiresOn: LICENSE_ENDS,
      clearanceLevel: dice < 0.6 ? 'basic' : dice < 0.9 ? 'armed' : 'executive',
      skills: random.some(SKILLS, 0.4),
      certifications: [],
      hourlyRateCents: random.whole(18, 38) * 100,
      baseLocation: base,
    };
    const eagerness = random.between(0.35, 0.95);
    if (random.chance(LICENSE_ENDS_SOON)) papers.licenseExpiresOn = dayOf(server.now, random.whole(1, SOON_DAYS));
    const signIn = () => client.auth.login({ body: credentials });
    const guard = new Guard(user.id, client, random, base, eagerness, { papers, admin: server.admin, signIn });
    await guard.showPapers(papers);
    return guard;
  }

  /** The last moment of their licence; null when it outlives the city. */
  get licenseEnds(): Date | null {
    const { licenseExpiresOn } = this.account.papers;
    return licenseExpiresOn === LICENSE_ENDS ? null : new Date(`${licenseExpiresOn}T23:59:59.000Z`);
  }

  renewLicense(): Promise<void> {
    return this.showPapers({ ...this.account.papers, licenseExpiresOn: LICENSE_ENDS });
  }

  async goOnDuty(): Promise<void> {
    this.isOnDuty = true;
    await this.showPosition();
  }

  /** After a suspension, which has ended every session. */
  async signInAgain(): Promise<void> {
    await this.account.signIn();
    this.isSuspended = false;
  }

  async goOffDuty(): Promise<void> {
    this.isOnDuty = false;
    await this.client.guards.setAvailability({ body: { status: 'offline' } });
  }

  /** What the phone of a guard on duty does every few minutes. */
  async refresh(): Promise<void> {
    if (!this.isOnDuty || this.isAtWork || this.isSuspended) return;
    this.position = strolled(this.position, this.random);
    await this.showPosition();
  }

  /** Seconds until they look at a ringing phone. */
  reactionSeconds(): number {
    return this.random.between(4, 75);
  }

  /** What they make of an offer at this distance. */
  decide(distanceMeters: number, times: { startTime: Date; endTime: Date }): 'accept' | 'decline' | 'ignore' {
    if (this.isTaken(times)) return 'decline';
    const willing = this.eagerness * (1 - Math.min(distanceMeters / 90_000, 0.7));
    if (this.random.chance(willing)) return 'accept';
    return this.random.chance(0.5) ? 'decline' : 'ignore';
  }

  minutesTo(site: Position, metersBetween: (a: Position, b: Position) => number): number {
    return 4 + metersBetween(this.position, site) / METERS_A_MINUTE;
  }

  forget(jobId: string): void {
    const index = this.commitments.findIndex((commitment) => commitment.jobId === jobId);
    if (index >= 0) this.commitments.splice(index, 1);
  }

  private async showPapers(body: Papers): Promise<void> {
    const { papersVersion } = await this.client.guards.replaceMe({ body });
    const seen = { papersVersion, reason: 'papers seen' };
    await this.account.admin.admin.verifyGuard({ params: { userId: this.id }, body: seen });
  }

  private isTaken({ startTime, endTime }: { startTime: Date; endTime: Date }): boolean {
    return this.commitments.some((other) => other.startTime < endTime && startTime < other.endTime);
  }

  private async showPosition(): Promise<void> {
    this.positionsShown++;
    await this.client.guards.setAvailability({ body: { status: 'available', location: this.position } });
  }
}

const dayOf = (from: Date, days: number): string => new Date(from.getTime() + days * DAY_MS).toISOString().slice(0, 10);
