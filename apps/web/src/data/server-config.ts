import { useQuery } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from './client';

export type ServerConfig = WireAnswer<typeof api.web.config>;

/** The server writes it into each page; only Vite's own server, in development, does not. */
function writtenIntoThePage(): ServerConfig | undefined {
  const text = document.getElementById('aegis-config')?.textContent.trim() ?? '';
  return text.startsWith('{') ? (JSON.parse(text) as ServerConfig) : undefined;
}

const written = writtenIntoThePage();

export function useServerConfig(): ServerConfig | undefined {
  return useQuery({
    queryKey: ['config'],
    queryFn: () => client.web.config(),
    initialData: written,
    staleTime: Infinity,
  }).data;
}
