import type { FixRefusal } from '@aegis/contract';

/** How many fixes the server did not take, by its reason; `job_over` when it takes none of the job any more. */
export type Refused = Partial<Record<FixRefusal | 'job_over' | 'too_old' | 'unreadable', number>>;

export function addRefused(one: Refused, other: Refused): Refused {
  const sum = { ...one };
  for (const [reason, count] of Object.entries(other) as [keyof Refused, number][])
    sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

/** What the server said of an upload. */
export type Verdict =
  /** It judged each fix by itself. */
  | { is: 'judged'; rejected: readonly { index: number; code: FixRefusal }[] }
  /** It takes nothing of this job from this guard any more. */
  | { is: 'over' }
  /** It could not read the upload as a whole: which fix it was is not told. */
  | { is: 'unreadable' }
  /** It has not answered, or not now. */
  | { is: 'later'; waitMs: number };

export interface AnsweredFor<Fix> {
  /** What has an answer, and may leave the phone. */
  answered: Fix[];
  stored: Fix[];
  refused: Refused;
  /** Null: everything was answered for. */
  waitMs: number | null;
}

/**
 * Uploads a batch. One that cannot be read is sent again in halves, down to the fix that nobody can read: it costs itself, and not
 * the other ninety-nine. What was not answered for stays.
 */
export async function answeredFor<Fix>(
  batch: readonly Fix[],
  upload: (fixes: readonly Fix[]) => Promise<Verdict>,
): Promise<AnsweredFor<Fix>> {
  if (batch.length === 0) return { answered: [], stored: [], refused: {}, waitMs: null };
  const verdict = await upload(batch);
  if (verdict.is === 'later') return { answered: [], stored: [], refused: {}, waitMs: verdict.waitMs };
  if (verdict.is === 'over') return all(batch, { job_over: batch.length });
  if (verdict.is === 'unreadable' && batch.length === 1) return all(batch, { unreadable: 1 });
  if (verdict.is === 'unreadable') return inHalves(batch, upload);
  let refused: Refused = {};
  for (const { code } of verdict.rejected) refused = addRefused(refused, { [code]: 1 });
  const rejected = new Set(verdict.rejected.map(({ index }) => index));
  return { answered: [...batch], stored: batch.filter((_, index) => !rejected.has(index)), refused, waitMs: null };
}

const all = <Fix>(batch: readonly Fix[], refused: Refused): AnsweredFor<Fix> => ({
  answered: [...batch],
  stored: [],
  refused,
  waitMs: null,
});

async function inHalves<Fix>(
  batch: readonly Fix[],
  upload: (fixes: readonly Fix[]) => Promise<Verdict>,
): Promise<AnsweredFor<Fix>> {
  const middle = Math.ceil(batch.length / 2);
  const first = await answeredFor(batch.slice(0, middle), upload);
  if (first.waitMs !== null) return first;
  const second = await answeredFor(batch.slice(middle), upload);
  return {
    answered: [...first.answered, ...second.answered],
    stored: [...first.stored, ...second.stored],
    refused: addRefused(first.refused, second.refused),
    waitMs: second.waitMs,
  };
}
