import { setTimeout as delay } from 'node:timers/promises';
import type { RandomSource } from '@aegis/stripe-double';
import type { DataSource } from 'typeorm';
import { addPerson } from '../chaos/chaos-people.js';
import { BookingStory } from '../chaos/booking-story.js';
import { drawPlans } from '../chaos/chaos-plan.js';
import { Patience } from '../chaos/patience.js';
import type { Scene } from '../chaos/scene.js';
import { Story } from '../chaos/story.js';
import { WorkDone } from '../chaos/work-done.js';
import type { Guard } from '../guards-on-duty.js';
import { type RawRequest, sendRaw } from '../raw-request.js';
import { fix, message } from '../restarts/wishers.js';

/** As long as a phone is between two things that it sends, shortened. */
const PAUSE_MS = { least: 50, most: 400 };
const STREAM_MS = { least: 2000, most: 20_000 };
const FAULT_EVERY_MS = { least: 5000, most: 30_000 };

export interface Stage {
  scene: Scene;
  dataSource: DataSource;
  random: RandomSource;
  over: AbortSignal;
  counted: Counted;
}

/** How much was done, so that a run in which nothing happened is seen. */
export interface Counted {
  bookings: number;
  fixes: number;
  messages: number;
  streams: number;
  events: number;
  faults: number;
  refused: number;
}

const between = (random: RandomSource, { least, most }: { least: number; most: number }): number =>
  Math.floor(least + random() * (most - least));

const pause = (ms: number, { over }: Stage): Promise<void> => delay(ms, undefined, { signal: over }).catch(() => {});

/** Bookings one after the other, each to its end: cancelled, worked, corrected, tipped, contested, refunded. */
export async function book(stage: Stage, seed: number): Promise<void> {
  const { scene, dataSource, counted } = stage;
  const admin = await addPerson(dataSource, scene.baseUrl, 'admin');
  // A booking that has begun is played to its end: only whole ones are counted.
  const toTheEnd = new AbortController().signal;
  for (let round = 0; !stage.over.aborted; round++) {
    const [plan] = drawPlans(1, seed * 100_000 + round);
    const customer = await addPerson(dataSource, scene.baseUrl, 'customer');
    const guard = await addPerson(dataSource, scene.baseUrl, 'guard');
    const story = new Story(plan!);
    const patience = new Patience(story, new WorkDone(), toTheEnd);
    const cast = { customer, guard, admin };
    const { double, browser } = scene;
    await new BookingStory({ plan: plan!, cast, patience, story, dataSource, double, browser }).play();
    counted.bookings++;
  }
}

/** A phone at work: positions, and a message now and then. */
export async function serve(stage: Stage, guard: Guard): Promise<void> {
  const [fixes, messages] = [fix(guard), message(guard)];
  const port = Number(new URL(stage.scene.baseUrl).port);
  while (!stage.over.aborted) {
    const isMessage = stage.random() < 0.1;
    const { request } = (isMessage ? messages : fixes).next();
    if (await isTaken(port, request)) stage.counted[isMessage ? 'messages' : 'fixes']++;
    else stage.counted.refused++;
    await pause(between(stage.random, PAUSE_MS), stage);
  }
}

/** What a connection that is cut beneath the server costs: the phone sends it again later. */
async function isTaken(port: number, request: RawRequest): Promise<boolean> {
  const { status } = await sendRaw(port, request);
  return status < 300;
}

/** A page that is opened, read for a while, and opened again. */
export async function watch(stage: Stage, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  while (!stage.over.aborted) {
    const closing = AbortSignal.any([stage.over, AbortSignal.timeout(between(stage.random, STREAM_MS))]);
    try {
      const stream = await fetch(`${stage.scene.baseUrl}/api/v1/events`, { headers, signal: closing });
      if (!stream.ok) stage.counted.refused++;
      stage.counted.streams++;
      for await (const chunk of stream.body ?? [])
        stage.counted.events += new TextDecoder().decode(chunk as Uint8Array).split('\ndata:').length - 1;
    } catch (error) {
      // It was closed by its reader.
      if (!closing.aborted) throw error;
    }
    await pause(between(stage.random, PAUSE_MS), stage);
  }
}

/** Ends a connection of the server's to its database, one that is drawn, again and again. */
export async function disturb(stage: Stage): Promise<void> {
  while (!stage.over.aborted) {
    await pause(between(stage.random, FAULT_EVERY_MS), stage);
    if (stage.over.aborted) return;
    await stage.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'aegis' AND pid <> pg_backend_pid()
       ORDER BY md5(pid::text || $1) LIMIT 1`,
      [String(stage.random())],
    );
    stage.counted.faults++;
  }
}
