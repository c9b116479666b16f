import { words } from '../../words/words';
import type { Refused } from './answered-for';

/** "3 positions were not taken: 2 too inexact; go into the open. 1 from before or after the job." Null when all were. */
export function refusedWords(refused: Refused): string | null {
  const parts = (Object.entries(refused) as [keyof Refused, number][]).filter(([, count]) => count > 0);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const reasons = parts.map(([name, count]) => {
    const reason = words(`guard.refused.${name}`);
    return parts.length > 1 ? words('guard.refused.some', { count, reason }) : reason;
  });
  return words('guard.refused.all', { count: total, reasons: reasons.join('. ') });
}
