/** An amount of cents as Stripe writes it in its messages. */
export function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}
