import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';
import type { EventStream } from './event-stream.js';
import { frameOf, type LiveEvent } from './live-event.js';

/** On an administrator's own stream: ten thousand guards at once would be more than a browser can draw. */
const ADMIN_LOCATION_EVERY_MS = 10 * SECOND_MS;
const REMEMBERED_JOBS = 20_000;

/** The open streams of this process, and who gets which event. */
@Injectable()
export class LiveHub {
  private readonly all = new Set<EventStream>();
  private readonly ofJob = new Map<string, Set<EventStream>>();
  private readonly ofUser = new Map<string, Set<EventStream>>();
  private readonly ofAdmins = new Set<EventStream>();
  /** Jobs whose position the administrators have just been sent. */
  private readonly justSent = new LRUCache<string, true>({ max: REMEMBERED_JOBS, ttl: ADMIN_LOCATION_EVERY_MS });

  get size(): number {
    return this.all.size;
  }

  get streams(): Iterable<EventStream> {
    return this.all;
  }

  countOf(userId: string): number {
    let count = 0;
    for (const stream of this.all) if (stream.caller.userId === userId) count++;
    return count;
  }

  /** True when somebody here may want to know where the guard of a job is. */
  isWatched(jobId: string, customerId: string): boolean {
    return this.ofJob.has(jobId) || this.ofUser.has(customerId) || this.ofAdmins.size > 0;
  }

  add(stream: EventStream): void {
    this.all.add(stream);
    if (stream.jobId !== null) addTo(this.ofJob, stream.jobId, stream);
    else if (stream.caller.role === 'admin') this.ofAdmins.add(stream);
    else addTo(this.ofUser, stream.caller.userId, stream);
  }

  remove(stream: EventStream): void {
    this.all.delete(stream);
    this.ofAdmins.delete(stream);
    if (stream.jobId !== null) removeFrom(this.ofJob, stream.jobId, stream);
    removeFrom(this.ofUser, stream.caller.userId, stream);
  }

  /** @param resumeAfter what whoever has this event may resume after; null for events that are not kept. */
  publish(event: LiveEvent, resumeAfter: number | null): void {
    const frame = frameOf(event, resumeAfter);
    for (const userId of new Set(event.addressees))
      for (const stream of this.ofUser.get(userId) ?? []) stream.tell(frame);
    for (const stream of this.ofJob.get(event.jobId ?? '') ?? []) {
      // Who is no party any more is told nothing more, and need not listen.
      if (maySee(stream.caller, event)) stream.tell(frame);
      else stream.end();
    }
    if (this.ofAdmins.size > 0 && !this.isTooOftenForAdmins(event))
      for (const stream of this.ofAdmins) stream.tell(frame);
  }

  endOf(isEnded: (caller: Caller) => boolean): void {
    for (const stream of this.all) if (isEnded(stream.caller)) stream.end();
  }

  private isTooOftenForAdmins({ name, jobId }: LiveEvent): boolean {
    if (name !== 'location' || jobId === null) return false;
    if (this.justSent.has(jobId)) return true;
    this.justSent.set(jobId, true);
    return false;
  }
}

const maySee = (caller: Caller, event: LiveEvent): boolean =>
  caller.role === 'admin' || event.parties.includes(caller.userId);

function addTo(index: Map<string, Set<EventStream>>, key: string, stream: EventStream): void {
  const streams = index.get(key);
  if (streams) streams.add(stream);
  else index.set(key, new Set([stream]));
}

function removeFrom(index: Map<string, Set<EventStream>>, key: string, stream: EventStream): void {
  const streams = index.get(key);
  streams?.delete(stream);
  if (streams?.size === 0) index.delete(key);
}
