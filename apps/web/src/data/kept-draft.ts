import { onDevice } from './storage';

/** What somebody is entering, kept on their device until it is sent or a day old: a reload, or signing in again, loses nothing. */

const PREFIX = 'aegis.draft.';
const OLDEST_MS = 24 * 3_600_000;

interface Kept {
  at: number;
  values: unknown;
}

/** Whose, and of which form. */
export interface DraftName {
  userId: string;
  form: string;
}

const keyOf = ({ userId, form }: DraftName): string => `${PREFIX}${userId}.${form}`;

function read(key: string): Kept | null {
  try {
    return JSON.parse(onDevice.get(key) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

/** Of `Values` no more than what a form has put there; undefined: nothing, or too old. */
export function readDraft<Values>(name: DraftName, now = Date.now()): Partial<Values> | undefined {
  const kept = read(keyOf(name));
  if (!kept || now - kept.at >= OLDEST_MS) {
    forgetDraft(name);
    return undefined;
  }
  return kept.values as Partial<Values>;
}

export function keepDraft(name: DraftName, values: unknown, now = Date.now()): void {
  const kept: Kept = { at: now, values };
  onDevice.set(keyOf(name), JSON.stringify(kept));
}

export function forgetDraft(name: DraftName): void {
  onDevice.remove(keyOf(name));
}

/** Who signs out leaves nothing on this device. */
export function forgetDrafts(): void {
  for (const name of onDevice.names()) if (name.startsWith(PREFIX)) onDevice.remove(name);
}
