import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from './client';

export type ServerConfig = WireAnswer<typeof api.web.config>;

export function useServerConfig(): ServerConfig | undefined {
  return useQuery({
    queryKey: ['config'],
    queryFn: () => client.web.config(),
    staleTime: Infinity,
    meta: { keep: true },
  }).data;
}
