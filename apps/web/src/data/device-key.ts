import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { WireAnswer, api } from '@aegis/contract';
import { type AgreedHours, agreementText } from '@aegis/receipt/canonical';

interface DeviceSchema extends DBSchema {
  /** By person: two who share a device sign with a key each. */
  keys: { key: string; value: CryptoKeyPair };
}

type Hours = NonNullable<WireAnswer<typeof api.receipts.ofJob>['toSign']>;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

let opened: Promise<IDBPDatabase<DeviceSchema>> | null = null;

function database(): Promise<IDBPDatabase<DeviceSchema>> {
  opened ??= openDB<DeviceSchema>('aegis-device', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('keys'),
    terminated: () => void (opened = null),
  });
  return opened;
}

/** Made once; its private half never leaves the browser, which does not show it to the page either. */
async function keyOf(userId: string): Promise<CryptoKeyPair> {
  const stored = await database();
  const known = await stored.get('keys', userId);
  if (known) return known;
  const made = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  // Two pages at once: the first one's counts.
  const writing = stored.transaction('keys', 'readwrite');
  const first = await writing.store.get(userId);
  if (!first) await writing.store.put(made, userId);
  await writing.done;
  return first ?? made;
}

/** Browsers sign on pages that nobody can have changed on the way (HTTPS), and there alone. */
export const canSign = (): boolean => window.isSecureContext;

/** The hours of a job, signed by this device for whoever is signed in. */
export async function signedHours(
  userId: string,
  { job, party, ...hours }: Pick<AgreedHours, 'job' | 'party'> & Hours,
) {
  const { privateKey, publicKey } = await keyOf(userId);
  const text = new TextEncoder().encode(agreementText({ job, party, ...hours }));
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { ...hours, device: { algorithm: 'ES256' as const, key: { x, y }, signature: base64url(signature) } };
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
