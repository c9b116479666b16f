import { useEffect, useState } from 'react';

/**
 * Keeps the screen on while `isWanted`: a page of a locked phone is stopped, and with it the positions. The browser lets go when
 * the page is hidden, so it is asked for again when it is seen.
 * @returns whether the screen is kept on; not every browser can, and one with little battery may refuse
 */
export function useStayAwake(isWanted: boolean): boolean {
  const [isAwake, setIsAwake] = useState(false);
  useEffect(() => {
    if (!isWanted || !('wakeLock' in navigator)) return undefined;
    let isOver = false;
    let held: WakeLockSentinel | null = null;
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || (held !== null && !held.released)) return;
      const lock = await navigator.wakeLock.request('screen').catch(() => null);
      if (lock === null) return;
      if (isOver) return lock.release();
      held = lock;
      setIsAwake(true);
      lock.addEventListener('release', () => setIsAwake(false));
    };
    const onVisible = (): void => void ask();
    void ask();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', onVisible);
      void held?.release();
    };
  }, [isWanted]);
  return isAwake;
}
