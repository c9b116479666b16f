import type { WireAnswer, api } from '@aegis/contract';

type Payment = WireAnswer<typeof api.payments.ofJob>['items'][number];
export type Known = Pick<Payment, 'type' | 'purpose' | 'status'>;

/** What a card has paid for a job, and whether it has refused at last. A tip is neither: it is between the two; credit asks no card. */
export function chargesOf<Row extends Known>(
  payments: readonly Row[],
): { charge: Row | undefined; isRefused: boolean } {
  const charges = payments.filter(
    ({ type, purpose }) => type === 'charge' && purpose !== 'tip' && purpose !== 'credit',
  );
  return {
    charge: charges.find(({ status }) => status === 'succeeded'),
    isRefused: charges.at(-1)?.status === 'failed',
  };
}
