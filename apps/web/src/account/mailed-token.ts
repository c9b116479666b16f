import { useState } from 'react';

interface EntryState {
  mailedToken?: string;
}

/**
 * The token of a mailed link stands behind its "#", which no server sees. It is taken out of the address bar at once, so that
 * it is in no bookmark and not read over a shoulder, into the state of the history's entry: a page that is drawn anew, or read
 * again for a new version, finds it there. Null when the link has none.
 */
export function useMailedToken(): string | null {
  const [token] = useState(() => {
    const found = /^#([\w-]{43})$/.exec(location.hash)?.[1];
    const state = history.state as EntryState | null;
    if (found === undefined) return state?.mailedToken ?? null;
    history.replaceState({ ...state, mailedToken: found }, '', location.pathname);
    return found;
  });
  return token;
}
