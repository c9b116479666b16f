import { useEffect } from 'react';
import { client } from '../data/client';
import type { GuardProfile } from './guard-profile';
import { currentShift } from './positions/shift-store';

/** Offers for now go to guards whose position is younger than a quarter of an hour. */
const EVERY_MS = 5 * 60_000;

/** While the duty page is open and on duty, the position is told again before it counts as old. */
export function useKeepDutyFresh({ availabilityStatus }: GuardProfile): void {
  useEffect(() => {
    if (availabilityStatus !== 'available') return;
    const tell = async (): Promise<void> => {
      const reading = await currentShift().source?.now();
      if (!reading) return;
      const { lat, lng } = reading;
      await client.guards.setAvailability({ body: { status: 'available', location: { lat, lng } } });
    };
    // A try that fails is made up for by the next; the switch on the page says when duty itself cannot be set.
    const timer = setInterval(() => void tell().catch(() => {}), EVERY_MS);
    return () => clearInterval(timer);
  }, [availabilityStatus]);
}
