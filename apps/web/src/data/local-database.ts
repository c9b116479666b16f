import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Call, api } from '@aegis/contract';

export type Fix = Call<typeof api.tracking.upload>['body']['fixes'][number];

export interface QueuedFix extends Fix {
  jobId: string;
}

/** A message to the other party of a job that the server has not confirmed yet. */
export interface WaitingMessage {
  clientId: string;
  userId: string;
  jobId: string;
  words: string;
  at: number;
  /** Why it will never be taken; null while it waits. */
  refusal: string | null;
}

/** A call for help that the server has not confirmed yet. */
export interface WaitingAlarm {
  clientId: string;
  userId: string;
  jobId: string;
  pressedAt: string;
  location?: { lat: number; lng: number };
  accuracyMeters?: number;
}

/** A check-in or check-out without network, which the server has not confirmed yet. */
export interface KeptPresence {
  userId: string;
  jobId: string;
  act: 'in' | 'out';
  /** Makes a second sending the same request. */
  key: string;
  location: { lat: number; lng: number };
  accuracyMeters: number;
  recordedAt: string;
  reason?: string;
  /** Why it was not accepted; null while it waits. */
  refusal: string | null;
}

export interface AegisSchema extends DBSchema {
  /** Positions that the server has not confirmed yet. The key makes a second entry of one reading impossible. */
  fixes: { key: [string, string]; value: QueuedFix; indexes: { 'by-job': string } };
  /** Messages between the parties of jobs, by the key that makes a second sending the same message. */
  written: { key: string; value: WaitingMessage };
  /** Calls for help. */
  alarms: { key: string; value: WaitingAlarm };
  /** Check-ins and check-outs: one of each for a job. */
  presence: { key: [string, string]; value: KeptPresence };
  /** What was last seen of the server, for a start without network. */
  seen: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<AegisSchema>> | null = null;

export function localDatabase(): Promise<IDBPDatabase<AegisSchema>> {
  opened ??= openDB<AegisSchema>('aegis', 3, {
    upgrade(database, before) {
      if (before < 1) {
        database.createObjectStore('fixes', { keyPath: ['jobId', 'recordedAt'] }).createIndex('by-job', 'jobId');
        database.createObjectStore('seen');
      }
      if (before < 2) {
        database.createObjectStore('written', { keyPath: 'clientId' });
        database.createObjectStore('alarms', { keyPath: 'clientId' });
      }
      database.createObjectStore('presence', { keyPath: ['jobId', 'act'] });
    },
    // Another tab with a newer version waits for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated: () => void (opened = null),
  });
  // Refused once is not refused for ever: a disk can be freed while the page is open.
  opened.catch(() => (opened = null));
  return opened;
}
