/** What moves money between a job and the platform's balance at the provider. */
export const MOVEMENT_KINDS = ['charge', 'refund', 'refund_return', 'transfer', 'reversal'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** One movement as our rows have it. */
export interface OurMovement {
  kind: MovementKind;
  /** Of the provider's charge, refund, transfer or reversal. */
  stripeId: string;
  jobId: string;
  paymentId: string;
  /** Plus into the balance, minus out of it. */
  amountCents: number;
  /** Null while it is not known, and for what costs nothing. */
  feeCents: number | null;
}

/** One movement as the provider's balance has it. */
export interface StripeMovement {
  kind: MovementKind;
  stripeId: string;
  amountCents: number;
  feeCents: number;
  at: Date;
}

/** One line of the provider's balance, whatever it is about. */
export interface BalanceEntry {
  id: string;
  /** Null for what is about no job. */
  kind: MovementKind | null;
  stripeId: string | null;
  /** After its fee. */
  netCents: number;
}

export interface Difference {
  kind:
    | 'missing_here'
    | 'missing_at_stripe'
    | 'amount_differs'
    | 'fee_differs'
    | 'does_not_add_up'
    | 'not_settled'
    | 'not_charged'
    | 'refund_returned'
    | 'balance_differs'
    | 'credit_differs';
  /** Null when no job is known for it. */
  jobId: string | null;
  paymentId: string | null;
  stripeId: string | null;
  oursCents: number | null;
  stripeCents: number | null;
  /** A sentence for the operator. */
  detail: string;
}

const NOTHING = { jobId: null, paymentId: null, stripeId: null, oursCents: null, stripeCents: null };

export const difference = (
  kind: Difference['kind'],
  detail: string,
  known: Partial<Omit<Difference, 'kind' | 'detail'>>,
): Difference => ({ ...NOTHING, kind, ...known, detail });

export const keyOf = ({ kind, stripeId }: { kind: MovementKind; stripeId: string }): string => `${kind} ${stripeId}`;

/** Where the two disagree about a movement that both have. */
export function compareMatched(ours: readonly OurMovement[], theirs: readonly StripeMovement[]): Difference[] {
  const byKey = new Map(theirs.map((movement) => [keyOf(movement), movement]));
  return ours.flatMap((our) => {
    const their = byKey.get(keyOf(our));
    return their ? compareOne(our, their) : [];
  });
}

function compareOne(our: OurMovement, their: StripeMovement): Difference[] {
  const { jobId, paymentId, stripeId, kind } = our;
  const known = { jobId, paymentId, stripeId };
  const differences: Difference[] = [];
  if (our.amountCents !== their.amountCents)
    differences.push(
      difference('amount_differs', `The ${kind} has another amount at Stripe.`, {
        ...known,
        oursCents: our.amountCents,
        stripeCents: their.amountCents,
      }),
    );
  if (our.feeCents !== null && our.feeCents !== their.feeCents)
    differences.push(
      difference('fee_differs', `Stripe has kept another fee of the ${kind}.`, {
        ...known,
        oursCents: our.feeCents,
        stripeCents: their.feeCents,
      }),
    );
  return differences;
}

/** Movements of `some` that are not among `others`. */
export function withoutPartner<M extends { kind: MovementKind; stripeId: string }>(
  some: readonly M[],
  others: readonly { kind: MovementKind; stripeId: string }[],
): M[] {
  const keys = new Set(others.map(keyOf));
  return some.filter((movement) => !keys.has(keyOf(movement)));
}
