import { useState } from 'react';

/**
 * The token of a mailed link stands behind its "#", which no server sees. It is taken out of the address bar at once, so that
 * it is in no bookmark and not read over a shoulder. Null when the link has none.
 */
export function useMailedToken(): string | null {
  const [token] = useState(() => {
    const found = /^#([\w-]{43})$/.exec(location.hash)?.[1] ?? null;
    if (found !== null) history.replaceState(history.state, '', location.pathname);
    return found;
  });
  return token;
}
