import type { DataSource } from 'typeorm';
import { seededRandom } from '@aegis/stripe-double';
import { BookingStory, type Promised } from './booking-story.js';
import { chaosFaults } from './chaos-faults.js';
import { addPerson } from './chaos-people.js';
import { type BookingPlan, drawPlans } from './chaos-plan.js';
import { comeToRest } from './come-to-rest.js';
import { afterTerm, Patience, within } from './patience.js';
import { openScene, type Scene, type SceneOptions } from './scene.js';
import { Story } from './story.js';
import { WorkDone } from './work-done.js';

/** Bookings at once: enough that every kill hits some in the middle. */
const LANES = 8;
/** A booking takes about thirty answers: a short run meets some kills as well, a long one not a start for each booking. */
const mostAnswersBetweenKills = (jobs: number): number => Math.min(Math.max(50, jobs), 400);
/** Of a seed: a machine that is busy with other things takes a fifth of this. What stands still ends before by the limit of its own wait. */
const limitMsOf = ({ jobs, hangMs }: Pick<ChaosOptions, 'jobs' | 'hangMs'>): number =>
  600_000 + jobs * (10_000 + hangMs);
const STOP_LIMIT_MS = 60_000;
const SECOND_MS = 1000;
const MEGABYTE = 1024 * 1024;
const PROGRESS_LINES = 20;

export interface ChaosOptions extends SceneOptions {
  jobs: number;
  hangMs: number;
  dataSource: DataSource;
  say: (line: string) => void;
}

export interface ChaosResult {
  /** Sentences; empty when every rule holds. Each is followed by the story of its job. */
  broken: string[];
  kills: number;
  captured: number;
  refunded: number;
  transferred: number;
}

/** Books, cancels, works, corrects, tips, contests and refunds while Stripe misbehaves and the API is killed; then counts. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const scene = await openScene(options);
  const { double, server } = scene;
  const run = new ChaosRun(options, scene);
  try {
    const broken = await run.play();
    const { captured, refunded, transferred } = double.books().sums;
    return { broken, kills: server.kills, captured, refunded, transferred };
  } finally {
    run.over.abort();
    await within('the end of the API and the double', STOP_LIMIT_MS, scene.stop());
  }
}

class ChaosRun {
  /** Ends every wait of everybody. */
  readonly over = new AbortController();
  private readonly work = new WorkDone();
  private readonly stories: Story[] = [];
  private readonly promised: Promised[] = [];
  private readonly begunAt = performance.now();
  private failed: Error | null = null;

  constructor(
    private readonly options: ChaosOptions,
    private readonly scene: Scene,
  ) {}

  /** What is broken, with the story of each job that it is about. */
  async play(): Promise<string[]> {
    const { died } = this.scene.server;
    const limitMs = limitMsOf(this.options);
    const limit = afterTerm(limitMs);
    const end = AbortSignal.any([died, limit.signal]);
    const stop = (): void => {
      this.fail(died.aborted ? (died.reason as Error) : new Error(`a seed takes at most ${limitMs / SECOND_MS} s`));
    };
    end.addEventListener('abort', stop, { once: true });
    try {
      this.scene.double.faults.add(...chaosFaults(this.options.hangMs));
      await this.playAll();
      const broken = this.failed ? [this.failed.message] : await this.settle();
      return await this.withStories(broken);
    } finally {
      end.removeEventListener('abort', stop);
      limit.end();
    }
  }

  private async settle(): Promise<string[]> {
    const { options, promised, work, over } = this;
    const patience = new Patience({ tell: () => {}, waitsFor: null }, work, over.signal);
    try {
      return await comeToRest(this.scene, { ...options, promised, patience, progress: (what) => this.tell(what) });
    } catch (error) {
      // What ended everything says more than whose wait it ended.
      return [(this.failed ?? (error as Error)).message];
    }
  }

  private async playAll(): Promise<void> {
    const { jobs, seed } = this.options;
    const quiet = new AbortController();
    const signal = AbortSignal.any([quiet.signal, this.over.signal]);
    const most = mostAnswersBetweenKills(jobs);
    const killer = this.scene.server
      .killAgainAndAgain(seededRandom(seed + 1), this.work, most, signal)
      .catch((error: unknown) => this.fail(error as Error));
    const queue = drawPlans(jobs, seed).values();
    const admin = await addPerson(this.options.dataSource, this.scene.baseUrl, 'admin');
    const lane = async (): Promise<void> => {
      for (const plan of queue) {
        if (this.over.signal.aborted) return;
        await this.playOne(plan, admin);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    quiet.abort();
    await killer;
  }

  /** The first that fails ends the play: what comes after says nothing more. */
  private async playOne(plan: BookingPlan, admin: Awaited<ReturnType<typeof addPerson>>): Promise<void> {
    const { dataSource } = this.options;
    const { baseUrl, double, browser } = this.scene;
    const story = new Story(plan);
    this.stories.push(story);
    try {
      const customer = await addPerson(dataSource, baseUrl, 'customer');
      const guard = await addPerson(dataSource, baseUrl, 'guard');
      const patience = new Patience(story, this.work, this.over.signal);
      const cast = { customer, guard, admin };
      const stage = { plan, cast, patience, story, dataSource, double, browser };
      this.promised.push(await new BookingStory(stage).play());
    } catch (error) {
      this.fail(new Error(`job ${story.jobId}: ${String(error)}`, { cause: error }));
    }
    const every = Math.max(1, Math.floor(this.options.jobs / PROGRESS_LINES));
    if (this.options.jobs > LANES && this.promised.length % every === 0) this.tell('played');
  }

  private fail(error: Error): void {
    this.failed ??= error;
    this.over.abort(this.failed);
  }

  private tell(what: string): void {
    const seconds = Math.round((performance.now() - this.begunAt) / SECOND_MS);
    const memory = Math.round(process.memoryUsage().rss / MEGABYTE);
    const count = `${this.promised.length} of ${this.options.jobs} bookings`;
    this.options.say(`  ${count} ${what}; ${this.scene.server.kills} kills, ${seconds} s, ${memory} MB`);
  }

  /** Of the jobs that are named; of all that were under way when no job is. */
  private async withStories(broken: readonly string[]): Promise<string[]> {
    if (broken.length === 0) return [];
    const named = this.stories.filter(({ jobId }) => jobId !== '' && broken.some((line) => line.includes(jobId)));
    const open = this.stories.filter(({ waitsFor }) => waitsFor !== null);
    const lines = [...broken];
    for (const story of named.length > 0 ? named : open) {
      lines.push(`the story of job ${story.jobId}:`);
      for (const line of await story.whole(this.options.dataSource, this.scene.double)) lines.push(`  ${line}`);
    }
    const { output } = this.scene.server;
    return output === '' ? lines : [...lines, 'the API said last:', ...output.split('\n').map((line) => `  ${line}`)];
  }
}
