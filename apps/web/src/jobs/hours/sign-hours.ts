import { client } from '../../data/client';
import { canSign, signedHours } from '../../data/device-key';

/** Signs the hours that count now; does nothing when this device cannot, or there is nothing to sign. */
export async function signHours(jobId: string, party: 'customer' | 'guard'): Promise<void> {
  if (!canSign()) return;
  const params = { id: jobId };
  const [{ toSign }, { id: userId }] = await Promise.all([client.receipts.ofJob({ params }), client.users.me()]);
  if (!toSign) return;
  await client.receipts.agree({ params, body: await signedHours(userId, { job: jobId, party, ...toSign }) });
}
