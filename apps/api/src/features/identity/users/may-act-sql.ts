/** SQL: whether somebody may act and be told anything: neither suspended nor closed. @param user the alias of their row */
export const mayActSql = (user: string): string =>
  `${user}.deleted_at IS NULL AND ${user}.status IN ('active', 'pending_verification')`;
