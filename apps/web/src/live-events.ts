import type { QueryKey } from '@tanstack/react-query';
import type { TimelineKind, WireEvent } from '@aegis/contract';
import type { LiveEvents } from './data/live';
import { seeFix, seeRow } from './jobs/job-cache';
import { MESSAGES } from './data/message-keys';
import { jobKeys } from './jobs/job-keys';

const OFFERS: QueryKey = ['offers'];
const EARNINGS: QueryKey = ['earnings'];
const PROFILE: QueryKey = ['guard-profile'];
const ADMIN: QueryKey = ['admin'];
const EVERYTHING: QueryKey = [];

/** Change nothing but the timeline, and what an administrator is asked to look at. */
const WORDS_ONLY: ReadonlySet<string> = new Set<TimelineKind>([
  'job.starts_tomorrow',
  'job.starts_soon',
  'job.nobody_yet',
  'job.guard_on_the_way',
  'job.guard_late',
  'job.on_behalf',
  'job.guard_unfit',
  'job.search_paused',
  'job.search_resumed',
  'job.silent',
  'job.heard_again',
]);

const ofJob = ({ jobId }: WireEvent<'status'>, ...keys: ((id: string) => QueryKey)[]): QueryKey[] =>
  jobId === null ? [] : keys.map((key) => key(jobId));

/** What the server's events change of what is known. */
export const LIVE_EVENTS: LiveEvents = {
  figures: new Set([ADMIN[0]]),
  apply: {
    location: (queries, fix) => {
      seeFix(queries, fix);
      return [];
    },
    status: (queries, row) => {
      seeRow(queries, row);
      if (row.type === 'conversation.read') return ofJob(row, jobKeys.conversation);
      if (row.type === 'conversation.written') return [...ofJob(row, jobKeys.conversation), MESSAGES];
      if (row.type === 'share.made' || row.type === 'share.ended') return ofJob(row, jobKeys.shareLinks);
      if (row.type.startsWith('alarm.')) return [...ofJob(row, jobKeys.alarms), ADMIN, MESSAGES];
      if (WORDS_ONLY.has(row.type)) return [ADMIN, MESSAGES];
      return [
        ...ofJob(row, jobKeys.job, jobKeys.candidates, jobKeys.proposals, jobKeys.hours, jobKeys.receipt),
        jobKeys.lists,
        OFFERS,
        PROFILE,
        ADMIN,
        MESSAGES,
      ];
    },
    offer: (queries, row) => {
      seeRow(queries, row);
      return [...ofJob(row, jobKeys.waves, jobKeys.candidates), OFFERS, MESSAGES];
    },
    payment: (queries, row) => {
      seeRow(queries, row);
      return [...ofJob(row, jobKeys.payments, jobKeys.job), EARNINGS, ADMIN, MESSAGES];
    },
    // Too much was missed to be told one by one: the empty key is the beginning of every other.
    resync: () => [EVERYTHING],
  },
};
