import { ApiError } from '@aegis/client/errors';
import type { MarketRules } from '@aegis/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { isUnreachable } from '../data/problems';
import { currentRules } from '../data/server-config';
import { useUser } from '../data/session';
import type { Job } from '../jobs/job-queries';
import { metersBetween } from '../map/geometry';
import { words } from '../words/words';
import { forgetPresence, keepPresence } from './positions/kept-presence';
import type { Reading } from './positions/position-source';
import { flush } from './positions/share-position';
import { currentShift } from './positions/shift-store';
import { presenceIsTold, tellPresence } from './positions/tell-presence';
import { isShownAtSite } from './site-words';

/** What shows it beside the position that is read: a code instead of it, and why somebody leaves. */
interface Shown {
  act: 'in' | 'out';
  code?: string;
  reason?: string;
}

/** The phone cannot show where the guard is, which says nothing of where they are. */
export const isDoubt = (error: Error): boolean =>
  error instanceof ApiError &&
  ['outside_geofence', 'position_too_poor', 'position_not_current', 'stay_a_moment', 'wrong_code'].includes(error.code);

function readNow(): Promise<Reading> {
  const { source } = currentShift();
  if (!source) throw new Error(words('guard.noPosition.yet'));
  return source.now();
}

/** Null: kept on this phone, because the server cannot be reached or because it can still be undone. */
export function usePresence(job: Job) {
  const queries = useQueryClient();
  const { id: userId } = useUser();
  const key = useRef(crypto.randomUUID());
  return useMutation({
    // What waits for a network is kept by us, where a closed page does not lose it.
    mutationFn: async ({ act, code, reason }: Shown): Promise<Job | null> => {
      const reading = code === undefined ? await readNow() : null;
      const kept = { userId, jobId: job.id, act, ...(reason !== undefined && { reason }) };
      const keep = async (): Promise<null> => {
        // A code is compared by the server; without it there is nothing to keep.
        if (reading === null) throw new Error(words('guard.kept.noCode'));
        await keepPresence(kept, reading);
        return null;
      };
      // What follows something that waits on this phone waits behind it.
      const isBehind = currentShift().kept.some(({ jobId, refusal }) => jobId === job.id && refusal === null);
      if (!navigator.onLine || isBehind) return keep();
      if (
        act === 'out' &&
        reading !== null &&
        isShown(reading, job, currentRules()) &&
        (await isKeptOnDevice(kept, reading))
      ) {
        // While the minute runs: what the server knows of this moment proves a check-out that comes by itself.
        void flush(true);
        return null;
      }
      try {
        return await tell(job.id, act, { reading, code, reason }, key.current);
      } catch (error) {
        if (isUnreachable(error) && reading !== null) return keep();
        throw error;
      }
    },
    onSuccess: (changed) => {
      key.current = crypto.randomUUID();
      if (changed === null) return;
      presenceIsTold(queries, job.id, changed);
    },
    // The next try says another position: it is another request.
    onError: () => void (key.current = crypto.randomUUID()),
  });
}

/** Elsewhere the server says at once what is missing, while the guard still looks. */
const isShown = (reading: Reading, { location, siteRadiusMeters }: Job, rules: MarketRules): boolean =>
  isShownAtSite(metersBetween(reading, location), reading.accuracyMeters, siteRadiusMeters, rules);

/** A browser that keeps nothing sends it at once instead: a check-out is never lost for the sake of its undoing. */
async function isKeptOnDevice(kept: Parameters<typeof keepPresence>[0], reading: Reading): Promise<boolean> {
  const { isOnDevice } = await keepPresence(kept, reading);
  if (!isOnDevice) await forgetPresence(kept);
  return isOnDevice;
}

interface Proof {
  reading: Reading | null;
  code: string | undefined;
  reason: string | undefined;
}

async function tell(id: string, act: 'in' | 'out', { reading, code, reason }: Proof, key: string): Promise<Job> {
  const proof =
    reading === null
      ? { code: code ?? '' }
      : { location: { lat: reading.lat, lng: reading.lng }, accuracyMeters: reading.accuracyMeters };
  // Positions of this shift are not taken after its end.
  if (act === 'out') await flush(true);
  return tellPresence({ jobId: id, act, key, reason }, proof);
}
