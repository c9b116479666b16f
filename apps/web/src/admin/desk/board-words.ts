import type { BoardAction, BoardKind } from '@aegis/contract';
import type { PlainKey } from '@aegis/words';
import { duration } from '../../words/time';
import { words } from '../../words/words';
import type { BoardRow } from './board-query';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Of their words, in the order in which they are worked off. */
export const KINDS: Readonly<Record<BoardKind, Extract<PlainKey, `admin.kind.${string}`>>> = {
  alarm: 'admin.kind.alarm',
  unfilled: 'admin.kind.unfilled',
  guard_late: 'admin.kind.guard_late',
  left_post: 'admin.kind.left_post',
  silent: 'admin.kind.silent',
  over_time: 'admin.kind.over_time',
  money: 'admin.kind.money',
  correction: 'admin.kind.correction',
  verification: 'admin.kind.verification',
};

/** The door of the job's page that is opened at once. */
export const DOOR_OF: Partial<Record<BoardAction, string>> = { assign: 'assign', end_job: 'end', decide: 'decide' };

/** "2 h 10 min"; of what lasts for days nobody counts the hours. */
function lasting(ms: number): string {
  const days = Math.round(ms / DAY_MS);
  return days > 1 ? words('admin.row.days', { count: days }) : duration(ms / MINUTE_MS);
}

const since = (at: string, now: number): string => lasting(Math.max(0, now - Date.parse(at)));

const termOf = (answerBy: string, now: number): string =>
  Date.parse(answerBy) > now
    ? words('admin.row.answerIn', { time: lasting(Date.parse(answerBy) - now) })
    : words('admin.row.termOver');

/** "nobody has accepted, starts in 40 min" */
export function rowWords({ kind, since: at, startTime, trouble, answerBy }: BoardRow, now: number): string {
  const time = since(at, now);
  switch (kind) {
    case 'alarm':
      return words('admin.row.alarm', { time });
    case 'unfilled':
      return startTime !== null && Date.parse(startTime) > now
        ? words('admin.row.startsIn', { time: lasting(Date.parse(startTime) - now) })
        : words('admin.row.shouldHaveBegun', { time: since(startTime ?? at, now) });
    case 'guard_late':
      return words('admin.row.late', { time });
    case 'left_post':
      return words('admin.row.away', { time });
    case 'silent':
      return words('admin.row.silent', { time });
    case 'over_time':
      return words('admin.row.overTime', { time });
    case 'money':
      return answerBy === null
        ? words('admin.row.money', { trouble: words(`admin.trouble.${trouble ?? 'other'}`), time })
        : words('admin.row.moneyTerm', {
            trouble: words(`admin.trouble.${trouble ?? 'other'}`),
            term: termOf(answerBy, now),
          });
    case 'correction':
      return words('admin.row.correction', { time });
    case 'verification':
      return words('admin.row.papers');
  }
}

/** Where it is acted upon. */
export const rowAddress = ({ subject }: BoardRow): string =>
  subject.type === 'job' ? `/admin/jobs/${subject.id}` : `/admin/guards?person=${subject.id}`;
