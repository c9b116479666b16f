import { httpErrors } from './http.errors.js';

/** What is not there, and what is not the caller's to see, answer alike. @throws 404 */
export function found<T>(row: T | null): T {
  if (row === null) throw httpErrors.problem('not_found');
  return row;
}
