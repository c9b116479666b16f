import { useQuery } from '@tanstack/react-query';
import type { MarketRules, WireAnswer, api } from '@aegis/contract';
import { client } from './client';
import { pageIsOf } from './contract-version';
import { queryClient } from './query-client';

export type ServerConfig = WireAnswer<typeof api.web.config>;

const CONFIG = { queryKey: ['config'], queryFn: () => client.web.config(), staleTime: Infinity };

/** The server writes it into each page; only Vite's own server, in development, does not. */
function writtenIntoThePage(): ServerConfig | undefined {
  const text = document.getElementById('aegis-config')?.textContent.trim() ?? '';
  return text.startsWith('{') ? (JSON.parse(text) as ServerConfig) : undefined;
}

/** Before anything is drawn: no page has to ask itself what it says while its server is not known. */
export async function learnServerConfig(): Promise<void> {
  const written = writtenIntoThePage();
  if (written) queryClient.setQueryData(CONFIG.queryKey, written);
  else await queryClient.fetchQuery(CONFIG);
  pageIsOf(queryClient.getQueryData<ServerConfig>(CONFIG.queryKey)?.contractVersion);
}

export function useServerConfig(): ServerConfig {
  return known(useQuery(CONFIG).data);
}

/** The rules of this server's market: what a page says of price, place and time comes from here and nowhere else. */
export const useRules = (): MarketRules => useServerConfig().rules;

/** The same for what is no component. */
export const currentRules = (): MarketRules => known(queryClient.getQueryData<ServerConfig>(CONFIG.queryKey)).rules;

function known(config: ServerConfig | undefined): ServerConfig {
  if (!config) throw new Error('learnServerConfig() comes first');
  return config;
}
