/**
 * Whether the row of the job `id` is another one than it was in `state` (`rowState` of a followed job): the number of the
 * transaction that wrote it. Asked in the statement that relies on what was read before, so that nothing is between.
 */
export const isChangedSql = (id: string, state: string): string =>
  `(SELECT now_there.xmin::text FROM jobs now_there WHERE now_there.id = ${id}) IS DISTINCT FROM ${state}`;
