import type { LocationEvent, StreamEventName, ToldEvent } from '@aegis/contract';
import { isTimelineKind, streamEvents } from '@aegis/contract';
import { z } from 'zod';
import type { SubjectRow } from '../../../platform/timeline/timeline.js';
import type { FollowedJob } from '../../jobs/jobs.service.js';

/** An event and who may see it. Administrators see every one. */
export interface LiveEvent {
  name: StreamEventName;
  jobId: string | null;
  /** Who may see it at all. */
  parties: readonly string[];
  /** On whose own stream (`/events`) it comes; a guard needs no positions of their own there. */
  addressees: readonly string[];
  /** Of the timeline's row, null for what is not kept. */
  id: number | null;
  data: string;
}

export type Location = LocationEvent & { customerId: string; guardId: string };

const PAYMENT = /^(hold|charge|payout|refund|dispute|payment|card|money)\./;
const OFFER = /^offers?\./;

/** What of the timeline is streamed, and as what; null for the rest (sign-ups, administration). */
function nameOfRow({ type, jobId }: SubjectRow): StreamEventName | null {
  if (OFFER.test(type)) return 'offer';
  if (jobId === null) return null;
  return PAYMENT.test(type) ? 'payment' : 'status';
}

/** @param job the row's job as it is now: who has given it back sees nothing of it any more, but that they have. */
export function eventOfRow(row: SubjectRow, job: FollowedJob | undefined): LiveEvent | null {
  const name = nameOfRow(row);
  const { userId, type, ...told } = row;
  if (!name || !isTimelineKind(type)) return null;
  const data: ToldEvent = { ...told, type };
  const parties = [job?.customerId, job?.guardId, userId, formerGuardOf(row)].filter((id) => typeof id === 'string');
  return {
    name,
    jobId: row.jobId,
    parties,
    addressees: parties,
    id: row.id,
    data: JSON.stringify(z.encode(streamEvents.status, data)),
  };
}

function formerGuardOf({ type, details }: SubjectRow): string | null {
  const { guardId } = details;
  return type === 'job.reopened' && typeof guardId === 'string' ? guardId : null;
}

export function eventOfLocation({ customerId, guardId, ...location }: Location): LiveEvent {
  return {
    name: 'location',
    jobId: location.jobId,
    parties: [customerId, guardId],
    addressees: [customerId],
    id: null,
    data: JSON.stringify(z.encode(streamEvents.location, location)),
  };
}

/** An event as it is on the wire. */
export interface Frame {
  /** Of the timeline's row, null for what is not kept. */
  id: number | null;
  /** What whoever has it may resume after; null for what is not kept. */
  resumeAfter: number | null;
  text: string;
}

export const frameOf = (event: Pick<LiveEvent, 'id' | 'name' | 'data'>, resumeAfter: number | null): Frame => ({
  id: event.id,
  resumeAfter,
  text: `${resumeAfter === null ? '' : `id: ${resumeAfter}\n`}event: ${event.name}\ndata: ${event.data}\n\n`,
});
