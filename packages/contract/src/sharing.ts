import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { id, instant, position, text, timeZone } from './primitives.js';

const TOKEN_LENGTH = 100;

/** Who follows a job by a link; the link itself is shown once and kept by nobody. */
const shareLink = z
  .object({ id, madeBy: z.enum(['customer', 'guard']), isMine: z.boolean(), madeAt: instant })
  .meta({ id: 'ShareLink' });
export type ShareLink = z.output<typeof shareLink>;

/** What whoever has the link sees. Until the arrival no position: a distance in bands, and the site roughly. */
const sharedJob = z
  .object({
    state: z.enum(['booked', 'on_site']),
    guardFirstName: z.string(),
    startTime: instant,
    endTime: instant,
    timeZone,
    arrivedAt: instant.nullable(),
    /** To about a kilometre until the guard is there. */
    site: position,
    /** Whole miles to the site, 0 being less than one; null: not known, or on site. */
    awayMiles: z.int().nullable(),
    /** Only while they are on site. */
    guard: z.object({ position, accuracyMeters: z.number(), seenAt: instant }).nullable(),
  })
  .meta({ id: 'SharedJob' });
export type SharedJob = z.output<typeof sharedJob>;

const ofId = z.strictObject({ id });

export const sharing = {
  links: endpoint({
    method: 'GET',
    path: '/jobs/:id/share-links',
    access: ['customer', 'guard'],
    summary: 'Links by which others follow a job under way, whoever of both parties has made them',
    params: ofId,
    answer: z.object({ items: z.array(shareLink) }),
  }),
  make: endpoint({
    method: 'POST',
    path: '/jobs/:id/share-links',
    access: ['customer', 'guard'],
    summary:
      'Make a link by which others follow a job under way; it ends with the job, and the other party sees that it is there',
    params: ofId,
    answer: z.object({ id, token: z.string() }),
    status: 201,
  }),
  end: endpoint({
    method: 'DELETE',
    path: '/share-links/:id',
    access: ['customer', 'guard'],
    summary: 'Take a link back; either party may, whoever has made it',
    params: ofId,
  }),
  look: endpoint({
    method: 'POST',
    path: '/shared',
    access: 'anyone',
    summary: 'Where a job stands, for whoever has its link; the token is in the body, so that no log has it',
    body: z.strictObject({ token: text(TOKEN_LENGTH) }),
    answer: sharedJob,
  }),
};
