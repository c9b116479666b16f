import type { BoardAction, BoardKind, MoneyTrouble } from '@aegis/contract';
import { duration } from '../../words/time';
import type { BoardRow } from './board-query';

const MINUTE_MS = 60_000;

/** In the order in which they are worked off. */
export const KINDS: Record<BoardKind, string> = {
  unfilled: 'Nobody yet',
  guard_late: 'Guard late',
  left_post: 'Left the post',
  silent: 'Silent',
  over_time: 'Over time',
  money: 'Money',
  correction: 'Hours to decide',
  verification: 'Papers to see',
};

const TROUBLES: Record<MoneyTrouble, string> = {
  hold_failed: 'The card could not be held',
  charge_failed: 'The card refused what is due',
  payout_failed: 'The payout failed',
  refund_failed: 'The refund failed',
  outcome_unknown: 'Nothing is heard of a payment',
  disputed: 'The charge is disputed',
};

export const ACTIONS: Record<BoardAction, string> = {
  assign: 'Assign a guard',
  call_guard: 'Call the guard',
  call_customer: 'Call the customer',
  end_job: 'End the job',
  see_money: 'See the money',
  decide: 'Decide the hours',
  verify: 'See the papers',
};

/** The door of the job's page that is opened at once. */
export const DOOR_OF: Partial<Record<BoardAction, string>> = { assign: 'assign', end_job: 'end', decide: 'decide' };

const since = (at: string, now: number): string => duration(Math.max(0, now - Date.parse(at)) / MINUTE_MS);

/** "nobody has accepted, starts in 40 min" */
export function rowWords({ kind, since: at, startTime, trouble }: BoardRow, now: number): string {
  switch (kind) {
    case 'unfilled':
      return startTime !== null && Date.parse(startTime) > now
        ? `starts in ${duration((Date.parse(startTime) - now) / MINUTE_MS)}, nobody yet`
        : `should have begun ${since(startTime ?? at, now)} ago, nobody yet`;
    case 'guard_late':
      return `the guard is ${since(at, now)} late`;
    case 'left_post':
      return `the guard is away from the site for ${since(at, now)}`;
    case 'silent':
      return `nothing heard of the guard for ${since(at, now)}`;
    case 'over_time':
      return `not checked out, ${since(at, now)} over its end`;
    case 'money':
      return `${trouble === null ? 'Money does not move' : TROUBLES[trouble]}, for ${since(at, now)}`;
    case 'correction':
      return `the parties do not agree on the hours, for ${since(at, now)}`;
    case 'verification':
      return 'papers wait to be looked at';
  }
}

/** Where it is acted upon. */
export const rowAddress = ({ subject }: BoardRow): string =>
  subject.type === 'job' ? `/admin/jobs/${subject.id}` : `/admin/guards?person=${subject.id}`;
