import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@aegis/client';
import { DemoFailure } from './stage.js';

const POLL_MS = 100;

/** How long the server's queue may take on a slow machine; in the ordinary case it is a fraction of a second. */
export const PATIENCE_MS = 30_000;

/** Asks until there is an answer: offers and money come over the server's queue. @throws DemoFailure when it takes too long */
export async function until<T>(what: string, limitMs: number, ask: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > end) throw new DemoFailure(`waited ${limitMs / 1000} s for ${what}`);
    await delay(POLL_MS);
  }
}

/** The refusal that must come. @throws DemoFailure when it does not */
export async function refusalOf(attempt: Promise<unknown>, status: number, code: string): Promise<ApiError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof ApiError && error.status === status && error.code === code) return error;
    throw error;
  }
  throw new DemoFailure(`should have been refused with ${status} ${code}, and was not`);
}
