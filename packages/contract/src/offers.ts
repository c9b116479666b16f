import { z } from 'zod';
import { endpoint, page } from './endpoint.js';
import { job } from './jobs.js';
import { cents, id, instant, position, clearanceLevel } from './primitives.js';

/** What a guard learns of a job before accepting it: enough to decide, nothing that names the customer. */
export const offeredJob = z
  .object({
    id,
    title: z.string(),
    description: z.string().nullable(),
    jobType: z.string(),
    locationAddress: z.string(),
    location: position,
    startTime: instant,
    endTime: instant,
    durationHours: z.number(),
    requiredClearanceLevel: clearanceLevel,
    requiredSkills: z.array(z.string()),
    specialRequirements: z.array(z.string()),
  })
  .meta({ id: 'OfferedJob' });

export const offer = z
  .object({ id, job: offeredJob, distanceMeters: z.number(), payoutCents: cents, expiresAt: instant })
  .meta({ id: 'Offer' });

const offerId = z.strictObject({ id });

export const offers = {
  mine: endpoint({
    method: 'GET',
    path: '/guards/me/offers',
    access: ['guard'],
    summary: 'Jobs offered to me now, the one that expires first at the top',
    answer: page(offer),
  }),
  accept: endpoint({
    method: 'POST',
    path: '/offers/:id/accept',
    access: ['guard'],
    summary: 'Take the job',
    params: offerId,
    answer: job,
    idempotent: true,
  }),
  decline: endpoint({
    method: 'POST',
    path: '/offers/:id/decline',
    access: ['guard'],
    summary: 'Leave the job to others',
    params: offerId,
    idempotent: true,
  }),
};
