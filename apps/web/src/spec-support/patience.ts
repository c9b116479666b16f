/** Of a slow machine: each waits for what it names, and for nothing else. */
export const PATIENCE = { timeout: 20_000 };
