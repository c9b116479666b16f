import { z } from 'zod';

/** Every refusal: RFC 9457 `application/problem+json`. `code` is what programs compare; `detail` is for people. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Facts a program can use, such as `distanceMeters` of a check-in outside the geofence. */
    facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'Problem' });

export type ProblemBody = z.output<typeof problem>;
