import { rulesSchema } from '@aegis/api/dist/src/platform/config/rules.js';

/** The market's numbers, so that both servers do the same sums. */
export const RULES = rulesSchema.parse({});

export const MINUTE_MS = 60_000;
