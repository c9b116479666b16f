/**
 * What a process does: everything; answers requests; takes positions in and nothing else; or works on events, deadlines and the
 * schedule. Each of the last three needs processes of the others beside it.
 */
export const ROLES = ['all', 'http', 'ingest', 'worker'] as const;
export type Role = (typeof ROLES)[number];

/** Acts on events and deadlines, and does what is regular. */
export const worksBehind = (role: Role): boolean => role === 'all' || role === 'worker';
