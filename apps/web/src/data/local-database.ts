import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Call, api } from '@aegis/contract';

export type Fix = Call<typeof api.tracking.upload>['body']['fixes'][number];

export interface QueuedFix extends Fix {
  jobId: string;
}

interface AegisSchema extends DBSchema {
  /** Positions that the server has not confirmed yet. The key makes a second entry of one reading impossible. */
  fixes: { key: [string, string]; value: QueuedFix; indexes: { 'by-job': string } };
  /** What was last seen of the server, for a start without network. */
  seen: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<AegisSchema>> | null = null;

export function localDatabase(): Promise<IDBPDatabase<AegisSchema>> {
  opened ??= openDB<AegisSchema>('aegis', 1, {
    upgrade(database) {
      database.createObjectStore('fixes', { keyPath: ['jobId', 'recordedAt'] }).createIndex('by-job', 'jobId');
      database.createObjectStore('seen');
    },
    terminated: () => void (opened = null),
  });
  return opened;
}
