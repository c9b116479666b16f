import { hydrate, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { seenSoFar } from './kept-queries';

const HOUR_MS = 3_600_000;
const SHIFT = ['shift'];
const options = { queryKey: SHIFT, retry: false, meta: { keep: true } };
const noNetwork = (): Promise<string> => Promise.reject(new Error('no network'));

/** A page that is loaded without network: it has what was kept, and asks in vain. */
async function loadedOffLine(kept: ReturnType<typeof seenSoFar>): Promise<QueryClient> {
  const client = new QueryClient();
  hydrate(client, kept);
  await client.fetchQuery({ ...options, queryFn: noNetwork }).catch(() => undefined);
  return client;
}

describe('what was seen', () => {
  it('is there after any number of loads without network', async () => {
    let client = new QueryClient();
    await client.fetchQuery({ ...options, queryFn: () => Promise.resolve('at the gate') });
    for (let load = 0; load < 3; load++) {
      client = await loadedOffLine(seenSoFar(client));
      expect(client.getQueryData(SHIFT)).toBe('at the gate');
    }
    expect(seenSoFar(client).queries[0]?.state).toMatchObject({ status: 'success', data: 'at the gate' });
  });

  it('is forgotten a day after it was read, not after it was kept', async () => {
    const client = new QueryClient();
    await client.fetchQuery({ ...options, queryFn: () => Promise.resolve('at the gate') });
    const later = await loadedOffLine(seenSoFar(client, Date.now() + 20 * HOUR_MS));
    expect(seenSoFar(later, Date.now() + 25 * HOUR_MS).queries).toEqual([]);
  });

  it('is kept of what is marked alone, and nothing of what was never read', async () => {
    const client = new QueryClient();
    await client.fetchQuery({ queryKey: ['other'], queryFn: () => Promise.resolve('secret') });
    await client.fetchQuery({ ...options, queryFn: noNetwork }).catch(() => undefined);
    expect(seenSoFar(client).queries).toEqual([]);
  });
});
