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

/**
 * What states issue to guards: California `G1234567`, Florida `D 1234567`, Texas and New York digits alone, Illinois `129-012345`,
 * Virginia `99-123456`. Common to all of them are letters and digits, five at least, with spaces and dashes between, and a digit.
 */
export const LICENSE_NUMBER = /^(?=.*\d)(?:[\s./-]*[A-Za-z0-9]){5,30}$/;

/** How far around its pin the site of a job may reach. */
export const SITE_RADIUS_METERS = { least: 50, most: 500 } as const;

/** Characters of a message between the parties of a job. */
export const JOB_MESSAGE_LENGTH = 1000;

/** `failureCode` of a card whose bank wants to ask its owner, who was not there. */
export const CARD_NEEDS_OWNER = 'authentication_required';

/** Of the terms and the page on privacy: the day of their last change. Kept with whoever agrees to them. */
export const TERMS_VERSION = '2026-11-27';

/** `failureCode` of a card whose bank has asked its owner, and was not convinced. */
export const OWNER_NOT_CONFIRMED = 'payment_intent_authentication_failure';
