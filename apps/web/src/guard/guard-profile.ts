import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { currentShift } from './positions/shift-store';

export type GuardProfile = WireAnswer<typeof api.guards.me>;
export type ProfileEntry = Call<typeof api.guards.replaceMe>['body'];
export type HoursEntry = Call<typeof api.guards.setWorkingHours>['body'];

const PROFILE = ['guard-profile'];

export function useGuardProfile() {
  const every = usePolling(15_000, false);
  return useQuery({
    queryKey: PROFILE,
    queryFn: () => client.guards.me(),
    refetchInterval: every,
    meta: { keep: true },
  });
}

export function useSaveProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ProfileEntry) => client.guards.replaceMe({ body }),
    onSuccess: (profile) => queries.setQueryData(PROFILE, profile),
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
      if (!source) throw new Error('Your position is not known yet. Try again in a moment.');
      const { lat, lng } = await source.now();
      return client.guards.setAvailability({ body: { status: 'available', location: { lat, lng } } });
    },
    onSuccess: (profile) => {
      queries.setQueryData(PROFILE, profile);
      void queries.invalidateQueries({ queryKey: ['offers'] });
    },
  });
}
