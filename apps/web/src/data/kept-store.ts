import type { IDBPDatabase, StoreKey, StoreNames, StoreValue } from 'idb';
import { type AegisSchema, localDatabase } from './local-database';

/** What waits on this phone for the server, by the kind of it. */
type Waiting = Exclude<StoreNames<AegisSchema>, 'seen'>;

const KEYS: { [Name in Waiting]: (value: StoreValue<AegisSchema, Name>) => StoreKey<AegisSchema, Name> } = {
  fixes: ({ jobId, recordedAt }) => [jobId, recordedAt],
  written: ({ clientId }) => clientId,
  alarms: ({ clientId }) => clientId,
  presence: ({ jobId, act }) => [jobId, act],
};

async function open(): Promise<IDBPDatabase<AegisSchema> | null> {
  try {
    return await localDatabase();
  } catch {
    return null;
  }
}

/**
 * One store of the device. A browser that keeps nothing, or has no room left, keeps it in this page: a call for help goes out all
 * the same.
 */
class KeptStore<Name extends Waiting> {
  private readonly here = new Map<string, StoreValue<AegisSchema, Name>>();

  constructor(private readonly name: Name) {}

  /** False: it is in this page alone. */
  async put(value: StoreValue<AegisSchema, Name>): Promise<boolean> {
    const key = JSON.stringify(KEYS[this.name](value));
    const database = await open();
    const isKept = await database?.put(this.name, value).then(
      () => true,
      () => false,
    );
    if (isKept) this.here.delete(key);
    else this.here.set(key, value);
    return isKept === true;
  }

  async get(key: StoreKey<AegisSchema, Name>): Promise<StoreValue<AegisSchema, Name> | undefined> {
    return this.here.get(JSON.stringify(key)) ?? (await (await open())?.get(this.name, key));
  }

  /** By their keys. */
  async getAll(): Promise<StoreValue<AegisSchema, Name>[]> {
    const kept = (await (await open())?.getAll(this.name)) ?? [];
    const keyOf = (value: StoreValue<AegisSchema, Name>): string => JSON.stringify(KEYS[this.name](value));
    const onDevice = kept.filter((value) => !this.here.has(keyOf(value)));
    if (this.here.size === 0) return onDevice;
    return [...onDevice, ...this.here.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  async count(): Promise<number> {
    if (this.here.size > 0) return (await this.getAll()).length;
    return (await (await open())?.count(this.name)) ?? 0;
  }

  async delete(key: StoreKey<AegisSchema, Name>): Promise<void> {
    this.here.delete(JSON.stringify(key));
    await (await open())?.delete(this.name, key);
  }

  async clear(): Promise<void> {
    this.here.clear();
    await (await open())?.clear(this.name);
  }
}

/** Positions, messages, calls for help, check-ins and check-outs that the server has not confirmed yet. */
export const waiting = {
  fixes: new KeptStore('fixes'),
  written: new KeptStore('written'),
  alarms: new KeptStore('alarms'),
  presence: new KeptStore('presence'),
} as const;
