import { LANGUAGES } from '@aegis/words/languages';
import { z } from 'zod';
import { HOURLY_RATE_CENTS, SITE_RADIUS_METERS } from './limits.js';

/**
 * The scalar forms of everything on the wire. Each is a codec or a plain schema, so that one schema serves both ways:
 * the server parses a request with it (wire -> domain) and encodes an answer with it (domain -> wire).
 */

/**
 * PostgreSQL stores neither NUL in text nor lone surrogates in jsonb: refusing them here turns a driver error into a
 * sentence the caller can act on.
 */
const isStorable = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

/** Something to see: a reason of characters without width would be none to whoever reads it. */
const VISIBLE = /(?!\p{Default_Ignorable_Code_Point})[^\p{C}\p{Z}]/u;

/** As it was typed, but trimmed. */
export const asTyped = (max: number, typed = z.string()) =>
  typed
    .trim()
    .min(1)
    .max(max)
    .refine(isStorable, 'must not contain NUL or broken Unicode')
    .refine((value) => VISIBLE.test(value), 'must not be empty');

/** Shows characters in another order than they are written in, or turns what stands beside them; letters need none of them. */
const TURNS_AROUND = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of 1..max characters, trimmed, in any script. What turns it around is left out and not refused: it comes along unseen with
 * what is pasted, as with the numbers of an address book.
 */
export const text = (max: number) =>
  asTyped(
    max,
    z.string().overwrite((value) => value.replace(TURNS_AROUND, '')),
  );

/** UUID of any version, in lower case: PostgreSQL prints it so, and answers are compared with it. */
export const id = z.uuid().toLowerCase();

/** A moment on the wire as ISO 8601 with an offset, in the domain as a Date; answers are always in UTC. */
export const instant = z.codec(
  z.iso.datetime({ offset: true }).refine((value) => !Number.isNaN(Date.parse(value)), 'is not a date that exists'),
  z.date(),
  {
    decode: (value) => new Date(value),
    encode: (value) => value.toISOString(),
  },
);

/** A calendar date without a time zone, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date();

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** An IANA name. */
export const timeZone = z.string().max(64).refine(isTimeZone, 'is not a time zone, as America/Los_Angeles is one');

/** The largest amount a PostgreSQL `integer` column holds, in cents. */
const MAX_CENTS = 2_147_483_647;

/** Money: whole US cents. */
export const cents = z.int().min(0).max(MAX_CENTS);

/** A signed sum of money, in cents; sums over many rows can pass the range of one row. */
export const centsTotal = z.int();

/** WGS 84 degrees. */
export const position = z
  .strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) })
  .meta({ id: 'Position' });

export type Position = z.output<typeof position>;

/** One skill: lower case letters, digits, spaces, `_` and `-`. Guards and jobs meet on the exact word. */
export const skill = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9 _-]{1,39}$/, 'a skill is 2 to 40 letters, digits, spaces, _ or -');

export const skills = z.array(skill).max(20);

export const clearanceLevel = z.enum(['basic', 'armed', 'executive']);
export type ClearanceLevel = z.output<typeof clearanceLevel>;

/**
 * A phone number as people write it, of the United States where no country is named, with an extension if they have one:
 * `(213) 555-0134 x12`. Kept and answered as `+12135550134;ext=12`. Whether it is one the server says: the numbering plans of all
 * countries would double what a browser has to load.
 */
export const phone = text(40);

/** One of those in which every sentence is there. */
export const language = z.enum(LANGUAGES);

/** Hourly rate in cents. */
export const hourlyRateCents = z.int().min(HOURLY_RATE_CENTS.least).max(HOURLY_RATE_CENTS.most);

/** How far around its pin a site reaches. */
export const siteRadiusMeters = z.int().min(SITE_RADIUS_METERS.least).max(SITE_RADIUS_METERS.most);

/** The rest of the words of a reason: it goes on the timeline, so both parties can read it. */
export const reason = text(500);

/** The payment provider's name of a saved card. */
export const cardId = z.string().regex(/^[A-Za-z0-9_]{1,100}$/);
