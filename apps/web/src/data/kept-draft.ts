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

/** A browser may refuse its storage, or have none left: then nothing is kept, and nothing else goes wrong. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Of `Values` no more than what a form has put there; undefined: nothing, or too old. */
export function readDraft<Values>(name: DraftName, now = Date.now()): Partial<Values> | undefined {
  const kept = tried(() => JSON.parse(localStorage.getItem(keyOf(name)) ?? 'null') as Kept | null);
  if (!kept || now - kept.at >= OLDEST_MS) {
    forgetDraft(name);
    return undefined;
  }
  return kept.values as Partial<Values>;
}

export function keepDraft(name: DraftName, values: unknown, now = Date.now()): void {
  const kept: Kept = { at: now, values };
  tried(() => localStorage.setItem(keyOf(name), JSON.stringify(kept)));
}

export function forgetDraft(name: DraftName): void {
  tried(() => localStorage.removeItem(keyOf(name)));
}

/** Who signs out leaves nothing on this device. */
export function forgetDrafts(): void {
  tried(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  });
}
