import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { words } from '../words/words';
import { currentShift } from './positions/shift-store';

export type GuardProfile = WireAnswer<typeof api.guards.me>;
export type ProfileEntry = Call<typeof api.guards.replaceMe>['body'];
export type HoursEntry = Call<typeof api.guards.setWorkingHours>['body'];

const PROFILE = ['guard-profile'];
export const READINESS = ['guard-readiness'];

export function useGuardProfile() {
  const every = usePolling(15_000, false);
  return useQuery({
    queryKey: PROFILE,
    queryFn: () => client.guards.me(),
    refetchInterval: every,
    meta: { keep: true },
  });
}

/** What of all that a first job and its pay need is done. */
export function useReadiness() {
  return useQuery({
    queryKey: READINESS,
    queryFn: () => client.guards.readiness(),
    refetchInterval: usePolling(15_000, false),
    meta: { keep: true },
  });
}

export function useSaveProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ProfileEntry) => client.guards.replaceMe({ body }),
    onSuccess: (profile) => {
      queries.setQueryData(PROFILE, profile);
      void queries.invalidateQueries({ queryKey: READINESS });
    },
  });
}

export function useSaveHours() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: HoursEntry) => client.guards.setWorkingHours({ body }),
    onSuccess: (profile) => queries.setQueryData(PROFILE, profile),
  });
}

/** On duty needs to know where; the position is asked for at this moment and only then. */
export function useSetDuty() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (onDuty: boolean) => {
      if (!onDuty) return client.guards.setAvailability({ body: { status: 'offline' } });
      const { source } = currentShift();
      if (!source) throw new Error(words('guard.noPosition.yet'));
      const { lat, lng } = await source.now();
      return client.guards.setAvailability({ body: { status: 'available', location: { lat, lng } } });
    },
    onSuccess: (profile) => {
      queries.setQueryData(PROFILE, profile);
      void queries.invalidateQueries({ queryKey: ['offers'] });
    },
  });
}
