import { setTimeout as delay } from 'node:timers/promises';
import { SlowSender } from '@aegis/api/dist/test/slow-senders.js';
import type { Bench, Topic } from '../harness/bench.js';
import { createDatabase } from '../harness/database.js';
import type { Figure } from '../harness/figures.js';
import { against, alternate, medianOf } from '../harness/rounds.js';
import { startApi } from '../servers/contenders.js';
import { startStripe } from '../servers/stripe.js';
import { insertPeople, type Person } from '../world/people.js';
import { squarePicture } from '../world/picture.js';

const MEGABYTE = 1024 * 1024;
const UNFINISHED = 4000;
const MOST_GROWTH_MEGABYTES = 100;
/** Half of the senders are strangers; the others are so many people. */
const SENDING_PEOPLE = 20;
const ANNOUNCED = 5 * MEGABYTE;
const SENT = MEGABYTE / 4;
const CONNECTING_AT_ONCE = 100;
const LOOK_AT_MEMORY_MS = 100;
const HELD_MS = 3000;

const MOST_TIMES_QUIET = 3;
const PICTURES_AT_ONCE = 60;
/** The largest that is taken, and the bomb that is not. */
const SIDES = [4890, 7070];
const SIGN_INS = 40;
const PASSWORD = 'a password of the bench';

const BESIDE = 'sign-in beside a flood of pictures, 95 of 100 within';
const QUIET = 'sign-in, 95 of 100 within';

export const flood: Topic = {
  name: 'flood',
  summary: 'memory under uploads that never end, and signing in beside one person who floods with pictures',

  async run(bench) {
    const { url, pool } = await createDatabase(bench);
    const stripe = await startStripe(bench);
    const origin = await startApi(bench, url, stripe);
    const people = await insertPeople(pool, 'guard', SENDING_PEOPLE);
    const signIn = await signInOf(origin);
    return [...(await pictures(bench, origin, people[0], signIn)), await unfinished(bench, origin, people)];
  },
};

type Ask = () => Promise<void>;

/** One account that is signed in to again and again. @returns one sign-in; it throws when it is refused */
async function signInOf(origin: string): Promise<Ask> {
  const account = { email: 'flood@bench.example', password: PASSWORD };
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${origin}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  };
  await post('/auth/register', { ...account, firstName: 'Kim', lastName: 'Lee', role: 'customer' });
  return () => post('/auth/login', account);
}

async function pictures(bench: Bench, origin: string, person: Person | undefined, signIn: Ask): Promise<Figure[]> {
  if (!person) throw new Error('nobody to send pictures');
  const beside = async (): Promise<number> => {
    const stop = sendPictures(origin, person);
    return slowestOfMost(signIn).finally(stop);
  };
  const contenders = [
    { name: BESIDE, measure: beside },
    { name: QUIET, measure: () => slowestOfMost(signIn) },
  ];
  const measured = await alternate(contenders, bench.options.rounds, bench.tell);
  const limit = MOST_TIMES_QUIET * medianOf(measured, QUIET);
  return [
    {
      name: BESIDE,
      value: medianOf(measured, BESIDE),
      unit: 'ms',
      baseline: { ...against(measured, BESIDE, QUIET), name: 'quiet' },
      bar: { kind: 'at most', value: limit, words: `${MOST_TIMES_QUIET} x quiet` },
    },
  ];
}

/** Milliseconds in which 95 of 100 were answered, one after the other. */
async function slowestOfMost(ask: Ask): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < SIGN_INS; count++) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.floor(0.95 * SIGN_INS)] ?? Number.NaN;
}

/** Always so many under way or to come again, until the answer is called; it resolves when the last has ended. */
function sendPictures(origin: string, { token }: Person): () => Promise<void> {
  const headers = { 'content-type': 'image/png', authorization: `Bearer ${token}` };
  const bodies = SIDES.map(squarePicture);
  let isOver = false;
  let end = (): void => {};
  const over = new Promise<void>((resolve) => (end = resolve));
  const lane = async (body: Buffer | undefined): Promise<void> => {
    while (!isOver && body) {
      const sent = await fetch(`${origin}/api/v1/users/me/photo`, {
        method: 'PUT',
        headers,
        body: new Uint8Array(body),
      });
      await sent.arrayBuffer();
      if (sent.status >= 500) throw new Error(`a picture was answered with ${sent.status}`);
      // Who is refused comes again when they may: whoever does not is what the limits by the minute are for.
      await Promise.race([over, delay(1000 * Number(sent.headers.get('retry-after') ?? 0))]);
    }
  };
  const lanes = Promise.all(
    Array.from({ length: PICTURES_AT_ONCE }, (_, index) => lane(bodies[index % bodies.length])),
  );
  return async () => {
    isOver = true;
    end();
    await lanes;
  };
}

async function unfinished(bench: Bench, origin: string, people: readonly Person[]): Promise<Figure> {
  const growths: number[] = [];
  for (let round = 1; round <= bench.options.rounds; round++) {
    const growth = await growthUnder(origin, people);
    bench.tell(`  round ${round}: +${growth.toFixed(1)} MB under ${UNFINISHED} unfinished uploads`);
    growths.push(growth);
  }
  return {
    name: `memory under ${UNFINISHED} unfinished uploads, growth`,
    value: Math.max(...growths),
    unit: 'MB',
    bar: { kind: 'at most', value: MOST_GROWTH_MEGABYTES, words: `the worst of ${growths.length}` },
  };
}

/** By how many megabytes the server's memory has grown at most. */
async function growthUnder(origin: string, people: readonly Person[]): Promise<number> {
  const before = await residentMegabytes(origin);
  const seen: number[] = [];
  let isOver = false;
  const watched = (async () => {
    while (!isOver) {
      seen.push(await residentMegabytes(origin));
      await delay(LOOK_AT_MEMORY_MS);
    }
  })();
  const senders = await beginAll(Number(new URL(origin).port), people);
  await delay(HELD_MS);
  isOver = true;
  await watched;
  await Promise.all(senders.map((sender) => sender.leave()));
  return Math.max(...seen) - before;
}

async function beginAll(port: number, people: readonly Person[]): Promise<SlowSender[]> {
  const senders: SlowSender[] = [];
  for (let begun = 0; begun < UNFINISHED; begun += CONNECTING_AT_ONCE) {
    const group = Array.from({ length: CONNECTING_AT_ONCE }, (_, index) => {
      const person = index % 2 === 0 ? people[(begun + index) % people.length] : undefined;
      const headers = { 'content-type': 'image/png', ...(person && { authorization: `Bearer ${person.token}` }) };
      return SlowSender.begin({ port, path: '/api/v1/users/me/photo', headers, announced: ANNOUNCED, sent: SENT });
    });
    senders.push(...(await Promise.all(group)));
  }
  return senders;
}

async function residentMegabytes(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
  if (bytes === undefined) throw new Error('the server does not tell its memory');
  return Number(bytes) / MEGABYTE;
}
