import type { Call, api } from '@aegis/contract';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import { atWallClock, wallClock, zoneAt } from '../words/time';
import { contactOf, contactText } from './contact-fields';
import type { Job } from './job-queries';
import type { Requirements } from './requirement-fields';
import { isExact, type SiteChoice } from './site-fields';

export type EditBody = Call<typeof api.jobEdits.edit>['body'];

const HOUR_MS = 3_600_000;

/** A job as its form has it. */
export interface EditValues extends SiteChoice, Requirements {
  title: string;
  description: string;
  jobType: Job['jobType'];
  notes: string;
  contact: ReturnType<typeof contactText>;
  purchaseOrder: string;
  startWall: string;
  hours: number | string;
  rate: number | string;
}

export const valuesOf = (job: Job): EditValues => ({
  title: job.title,
  description: job.description ?? '',
  jobType: job.jobType,
  clearance: job.requiredClearanceLevel,
  skills: job.requiredSkills,
  notes: job.locationNotes ?? '',
  contact: contactText(job.contact),
  purchaseOrder: job.purchaseOrder ?? '',
  address: job.locationAddress,
  position: job.location,
  precision: 'by_hand',
  siteRadiusMeters: job.siteRadiusMeters,
  startWall: wallClock(new Date(job.startTime), zoneAt(job.location)),
  hours: job.durationHours,
  rate: job.hourlyRateCents / 100,
});

/** Nothing, of an empty field. */
const textOf = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

/** What is sent; null while something is missing. What is as it was changes nothing. */
export function editOf(job: Job, values: EditValues): EditBody | null {
  const { title, address, position, siteRadiusMeters } = values;
  const [hours, rateCents] = [Number(values.hours), Math.round(Number(values.rate) * 100)];
  if (title.trim() === '' || address.trim() === '' || !position || !isExact(values)) return null;
  if (!(hours > 0) || rateCents < HOURLY_RATE_CENTS.least || rateCents > HOURLY_RATE_CENTS.most) return null;
  const words = {
    version: job.version,
    title: title.trim(),
    description: textOf(values.description),
    locationNotes: textOf(values.notes),
    contact: contactOf(values.contact),
    purchaseOrder: textOf(values.purchaseOrder),
  };
  if (job.status === 'in_progress') return words;
  const known = valuesOf(job);
  const isMoved = values.startWall !== known.startWall;
  const start = isMoved ? atWallClock(values.startWall, zoneAt(position)) : new Date(job.startTime);
  return {
    ...words,
    locationAddress: address.trim(),
    location: position,
    locationPrecision: values.precision,
    siteRadiusMeters,
    startTime: start.toISOString(),
    endTime: new Date(start.getTime() + hours * HOUR_MS).toISOString(),
    jobType: values.jobType,
    requiredClearanceLevel: values.clearance,
    requiredSkills: values.skills,
    hourlyRateCents: rateCents,
  };
}
