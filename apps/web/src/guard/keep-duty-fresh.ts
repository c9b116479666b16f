import { useEffect } from 'react';
import { client } from '../data/client';
import { useRules } from '../data/server-config';
import type { GuardProfile } from './guard-profile';
import { currentShift } from './positions/shift-store';

const MINUTE_MS = 60_000;
/** Of the time for which a position counts: a try that fails is made up for twice before it is over. */
const AGAIN_AFTER = 1 / 3;

/** While the duty page is open and on duty, the position is told again before it counts as old. */
export function useKeepDutyFresh({ availabilityStatus }: GuardProfile): void {
  const everyMs = useRules().positionFreshMinutes * MINUTE_MS * AGAIN_AFTER;
  useEffect(() => {
    if (availabilityStatus !== 'available') return;
    const tell = async (): Promise<void> => {
      const reading = await currentShift().source?.now();
      if (!reading) return;
      const { lat, lng } = reading;
      await client.guards.setAvailability({ body: { status: 'available', location: { lat, lng } } });
    };
    // The switch on the page says when duty itself cannot be set.
    const timer = setInterval(() => void tell().catch(() => {}), everyMs);
    return () => clearInterval(timer);
  }, [availabilityStatus, everyMs]);
}
