import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';
import { chaosFaults } from '../chaos/chaos-faults.js';
import { openScene } from '../chaos/scene.js';
import { GuardsOnDuty } from '../guards-on-duty.js';
import { type Gauges, settled, type Verdict, verdictsOn } from './bounds.js';
import { readGauges } from './gauges.js';
import { book, type Counted, disturb, serve, type Stage, watch } from './players.js';

const GUARDS = 6;
const LANES = 3;
const LOOKS = 60;
/** Of all looks: what comes before has not found its place yet. */
const WARM_SHARE = 0.2;
/** Of all looks, at the begin and at the end. */
const WINDOW_SHARE = 0.2;
/** How long a call to Stripe hangs at most. */
const HANG_MS = 3000;

export interface SoakOptions {
  minutes: number;
  seed: number;
  databaseUrl: string;
  dataSource: DataSource;
  /** Compiled `chaos/server.js`. */
  serverFile: string;
  say: (line: string) => void;
}

export interface SoakResult {
  verdicts: Verdict[];
  counted: Counted;
}

/** Lets people book, work, watch and write for so long while things go wrong, and compares what the server takes at begin and end. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { seed, dataSource, databaseUrl } = options;
  const scene = await openScene(options);
  scene.double.faults.add(...chaosFaults(HANG_MS));
  const over = new AbortController();
  const counted = { bookings: 0, fixes: 0, messages: 0, streams: 0, events: 0, faults: 0, refused: 0 };
  const stage = (number: number): Stage => ({
    ...{ scene, dataSource, over: over.signal, counted },
    random: seededRandom(seed * 1000 + number),
  });
  try {
    const { all } = await GuardsOnDuty.create(databaseUrl, GUARDS);
    const playing = Promise.all([
      ...all.map((guard, number) => serve(stage(number), guard)),
      ...all.map(({ token }, number) => watch(stage(100 + number), token)),
      ...Array.from({ length: LANES }, (_, lane) => book(stage(200 + lane), seed * 10 + lane)),
      disturb(stage(300)),
    ]);
    // One who cannot go on ends the run.
    const looks = await Promise.race([lookFor(options, scene.baseUrl, counted), playing.then(() => [])]);
    over.abort();
    await playing;
    return { verdicts: judged(looks), counted };
  } catch (error) {
    const { died, output } = scene.server;
    const ended = died.aborted ? `${String(died.reason)}; ` : '';
    throw new Error(`${ended}${String(error)}\nThe API said last:\n${output}`, { cause: error });
  } finally {
    over.abort();
    await scene.stop();
  }
}

async function lookFor(
  { minutes, dataSource, say }: SoakOptions,
  baseUrl: string,
  counted: Counted,
): Promise<Gauges[]> {
  const looks: Gauges[] = [];
  const everyMs = (minutes * 60_000) / LOOKS;
  while (looks.length < LOOKS) {
    await delay(everyMs);
    const look = await readGauges(baseUrl, dataSource);
    looks.push(look);
    if (looks.length % (LOOKS / 10) === 0)
      say(
        `${((looks.length * everyMs) / 60_000).toFixed(1)} min: ${look.residentMb.toFixed(0)} MB, ${look.connections} connections, ` +
          `${look.queued} events wait, ${counted.bookings} bookings, ${counted.fixes} fixes`,
      );
  }
  return looks;
}

function judged(looks: readonly Gauges[]): Verdict[] {
  const [warm, window] = [Math.floor(looks.length * WARM_SHARE), Math.floor(looks.length * WINDOW_SHARE)];
  return verdictsOn(settled(looks.slice(warm, warm + window)), settled(looks.slice(-window)));
}
