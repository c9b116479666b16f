/**
 * Limits of requests that are the same on every server. A file of its own, without the schemas: pages say them before anything
 * is sent, and must not load the whole contract for it.
 */

/** Fixes in one upload of positions. */
export const UPLOAD_MAX_FIXES = 100;

/** A picture: of a face, or of a licence. */
export const IMAGE_MAX_BYTES = 5 * 1024 * 1024;

/** Cents an hour: 1.00 to 10,000.00. */
export const HOURLY_RATE_CENTS = { least: 100, most: 1_000_000 } as const;

/** How far around its pin the site of a job may reach. */
export const SITE_RADIUS_METERS = { least: 50, most: 500 } as const;
