import type { Figure } from './figures.js';

export interface Options {
  rounds: number;
  /** How long a round of a contender lasts where it is measured by time. */
  seconds: number;
  connections: number;
  /** How many guards the city has; each size is measured by itself. */
  guards: number[];
  /** Offers that a guard has had in 88 days. */
  offers: number;
  /** Life-cycles in a round of a contender. */
  lifeCycles: number;
  /** Fixes of the day that is dropped; offers of a table that is changed. */
  historyRows: number;
  /** Open event streams. */
  streams: number;
  /** Jobs of the large market. */
  jobs: number;
  /** A Node beside that of this process, by its file. */
  otherNode: string | undefined;
  /** Where the servers measured leave their CPU profiles; they run slower then. */
  profileDir: string | undefined;
}

export interface Topic {
  name: string;
  summary: string;
  /** Sizes where all topics are measured together: the whole of it has to end while somebody waits. */
  together?: Partial<Options>;
  /** Where a bar is not reached: what was measured about it, and what would move it. */
  whyMissed?: string;
  /** Left out where there is none. */
  needsOtherNode?: boolean;
  run(bench: Bench): Promise<Figure[]>;
}

/** What a topic needs of the run it is part of. */
export class Bench {
  private readonly open: (() => Promise<void>)[] = [];

  constructor(readonly options: Options) {}

  /** Figures go to standard output, everything else here. */
  readonly tell = (line: string): void => void process.stderr.write(`${line}\n`);

  /** What was opened is closed at the end, the last first, also when the run fails or is broken off. */
  atEnd(close: () => Promise<void>): void {
    this.open.push(close);
  }

  async close(): Promise<void> {
    for (let close = this.open.pop(); close; close = this.open.pop()) await close();
  }
}
