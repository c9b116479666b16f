/** The list that is read by pages, in the order of a time and of the key. */
interface PagedList {
  table: string;
  /** Column of the time; not changed once it is written. */
  time: string;
  key?: string;
}

/**
 * SQL of the pair where a page starts, to compare `(time, key)` with. The time is the one that is stored for the key: a cursor's
 * has milliseconds, and by it the rest of a page's rows of one moment in microseconds would be left out. The cursor's own stands
 * in for a row that is gone.
 *
 * @param at, id parameters with the time and the key of the cursor
 */
export const pageStart = ({ table, time, key = 'id' }: PagedList, at: string, id: string): string =>
  `(COALESCE((SELECT start.${time} FROM ${table} start WHERE start.${key} = ${id}), ${at}), ${id})`;
