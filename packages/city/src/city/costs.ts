import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { City } from './city.js';
import type { VirtualServer } from './virtual-server.js';

/** In which the kernel counts. */
const TICK_MS = 10;
const SECOND_MS = 1000;
const MICROSECONDS = 1000;
/** So many are enough to know what one costs that the day has had thousands of. */
const QUESTIONS = 3000;
const POSITIONS = 300;
const IDLE_MS = 10_000;

interface Spent {
  databaseMs: number;
  processMs: number;
}

/** What one of a kind costs, and how many there were. */
interface Kind {
  name: string;
  each: Spent;
  count: number;
}

/**
 * What a day has cost in CPU: of the database, and of this process, in which the people live as well as the server. What is no booking
 * is measured by itself afterwards and taken off: what the simulation asks for itself, again and again whether anything is left to
 * do; what a server does each second though nobody asks it; and the positions of guards who wait for offers.
 */
export class DayCosts {
  private readonly begunAt = performance.now();

  private constructor(
    private readonly server: VirtualServer,
    private readonly databasePid: number,
    private readonly begun: Spent,
    private readonly asked: number,
  ) {}

  /** Null where the database is this process. */
  static begin(server: VirtualServer): DayCosts | null {
    const { databasePid } = server;
    return databasePid === null ? null : new DayCosts(server, databasePid, spentBy(databasePid), server.questions);
  }

  async lines({ bookings, guards }: Pick<City, 'bookings' | 'guards'>): Promise<string[]> {
    const day = since(this.begun, spentBy(this.databasePid));
    const seconds = (performance.now() - this.begunAt) / SECOND_MS;
    const questions = this.server.questions - this.asked;
    const positions = guards.reduce((sum, { positionsShown }) => sum + positionsShown, 0);
    const kinds: Kind[] = [
      { name: 'second', count: seconds, each: await this.costOf(IDLE_MS / SECOND_MS, () => delay(IDLE_MS)) },
      { name: 'question of the simulation', count: questions, each: await this.costOf(QUESTIONS, () => this.ask()) },
      { name: 'position of who waits', count: positions, each: await this.costOf(POSITIONS, () => this.show(guards)) },
    ];
    const rest = kinds.reduce((left, { each, count }) => since(times(each, count), left), day);
    const done = bookings.filter(({ completedAt }) => completedAt !== null).length;
    return [
      `${bookings.length} bookings, ${done} of them completed: ${shown(day)} in all`,
      ...kinds.map(({ name, count, each }) => `${Math.round(count)} times a ${name}: ${shown(each)} each`),
      `a booking, without these: ${shown(times(rest, 1 / bookings.length))}`,
    ];
  }

  private async costOf(count: number, work: () => Promise<unknown>): Promise<Spent> {
    const before = spentBy(this.databasePid);
    await work();
    return times(since(before, spentBy(this.databasePid)), 1 / count);
  }

  private async ask(): Promise<void> {
    for (let question = 0; question < QUESTIONS; question++) await this.server.isQuiet();
  }

  private async show(guards: City['guards']): Promise<void> {
    const some = guards.filter(({ isSuspended }) => !isSuspended);
    for (let position = 0; position < POSITIONS; position++) await some[position % some.length]?.goOnDuty();
  }
}

const shown = ({ databaseMs, processMs }: Spent): string =>
  [databaseMs, processMs]
    .map(
      (ms, index) =>
        `${['database', 'this process'][index]} ${Math.round(ms * MICROSECONDS).toLocaleString('en-US')} us`,
    )
    .join(', ');

const times = ({ databaseMs, processMs }: Spent, factor: number): Spent => ({
  databaseMs: databaseMs * factor,
  processMs: processMs * factor,
});

const since = (before: Spent, after: Spent): Spent => ({
  databaseMs: after.databaseMs - before.databaseMs,
  processMs: after.processMs - before.processMs,
});

function spentBy(databasePid: number): Spent {
  const { user, system } = process.cpuUsage();
  return { databaseMs: ofTree(databasePid), processMs: (user + system) / MICROSECONDS };
}

/** Of a server, of its processes for connections, and of those of them that have ended. */
function ofTree(pid: number): number {
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = (
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').slice(11, 15) ?? []
  ).map(Number);
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  const ofChildren = children.reduce((sum, child) => sum + ofTree(child), 0);
  return (user + system + endedUser + endedSystem) * TICK_MS + ofChildren;
}
