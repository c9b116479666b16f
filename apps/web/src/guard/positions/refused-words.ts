import type { Refused } from './fix-queue';

const REASONS: Record<keyof Refused, string> = {
  accuracy_too_poor: 'too inexact; go into the open',
  recorded_in_future: 'the clock of this phone is ahead; set it to automatic',
  recorded_too_long_ago: 'older than the server takes',
  null_island: 'the phone did not know where it was',
  impossible_speed: 'further away than anybody could have come',
  outside_tracking_window: 'from before or after the job',
  job_over: 'the job is over, or not yours any more',
  too_old: 'kept for more than a day',
};

/** "3 positions were not taken: 2 too inexact; go into the open. 1 from before or after the job." Null when all were. */
export function refusedWords(refused: Refused): string | null {
  const parts = (Object.entries(refused) as [keyof Refused, number][]).filter(([, count]) => count > 0);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const reasons = parts.map(([reason, count]) => `${parts.length > 1 ? `${count} ` : ''}${REASONS[reason]}`);
  return `${total} ${total === 1 ? 'position was' : 'positions were'} not taken: ${reasons.join('. ')}.`;
}
