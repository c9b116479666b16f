import { useSyncExternalStore } from 'react';

const HEADER = 'aegis-contract';

/** Of the server that this page was loaded from; undefined: it names none. */
let ofPage: string | undefined;
let isOld = false;
const listeners = new Set<() => void>();

export function pageIsOf(version: string | undefined): void {
  ofPage = version;
}

/** Told of every answer. A page that is older than the server stays so until it is loaded again. */
export function noteContract({ headers }: Pick<Response, 'headers'>): void {
  const answered = headers.get(HEADER);
  if (isOld || ofPage === undefined || answered === null || answered === ofPage) return;
  isOld = true;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True: what this page sends may be refused, and what it is answered may be misread. */
export const usePageIsOld = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => isOld,
    () => false,
  );
