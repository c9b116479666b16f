import { useEffect, useState } from 'react';
import { now as theTime } from './now';

/** The time, renewed every `everyMs`: for countdowns and ages. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(theTime);
  useEffect(() => {
    const timer = setInterval(() => setNow(theTime()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
