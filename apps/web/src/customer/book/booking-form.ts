import { type UseFormReturnType, useForm } from '@mantine/form';
import type { Call, ClearanceLevel, JobType, WireAnswer, api } from '@aegis/contract';
import { HOURLY_RATE_CENTS } from '@aegis/contract/limits';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type DraftName, forgetDraft, keepDraft, readDraft } from '../../data/kept-draft';
import { useRules } from '../../data/server-config';
import { type ContactText, contactOf, contactText } from '../../jobs/contact-fields';
import { type SiteChoice } from '../../jobs/site-fields';
import { JOB_TYPES } from '../../words/market';
import { money } from '../../words/money';
import { now, today } from '../../words/now';
import { tooLongWords } from '../../words/rules';
import { atWallClock, wallClock, type Zone, zoneAt } from '../../words/time';
import { nextFullHour } from '../../words/wall-times';
import { words } from '../../words/words';

export type Draft = Call<typeof api.jobs.create>['body'];

export interface Booking extends SiteChoice {
  notes: string;
  contact: ContactText;
  purchaseOrder: string;
  when: 'now' | 'later';
  /** What the clock at the place shows at the start, when it is later. */
  startWall: string | null;
  hours: number;
  jobType: JobType;
  title: string;
  clearance: ClearanceLevel;
  skills: string[];
  /** Dollars an hour; a string while it is being typed. */
  rate: number | string;
}

export type BookingForm = UseFormReturnType<Booking>;

const MINUTE_MS = 60_000;
/** "Now" leaves a guard near by the time to come. */
const NOW_MINUTES = 20;
const STEP_MS = 5 * MINUTE_MS;
const FIRST_RATE_DOLLARS = 35;
const USUAL_HOURS = 4;

export const centsOf = (rate: number | string): number => Math.round(Number(rate) * 100);
const isRate = (rate: number | string): boolean =>
  centsOf(rate) >= HOURLY_RATE_CENTS.least && centsOf(rate) <= HOURLY_RATE_CENTS.most;

/** @param filled what is known beforehand, of a job that is booked again */
export function useBookingForm(filled: Partial<Booking> = {}): BookingForm {
  const rules = useRules();
  const { jobMinHours, jobMaxHours, geofenceMeters } = rules;
  return useForm<Booking>({
    initialValues: {
      address: '',
      position: null,
      precision: 'by_hand',
      siteRadiusMeters: geofenceMeters,
      notes: '',
      contact: contactText(null),
      purchaseOrder: '',
      when: 'now',
      startWall: null,
      hours: Math.min(Math.max(USUAL_HOURS, jobMinHours), jobMaxHours),
      jobType: 'basic',
      title: '',
      clearance: 'basic',
      skills: [],
      rate: FIRST_RATE_DOLLARS,
      ...filled,
    },
    validate: {
      address: (address) => (address.trim() === '' ? words('booking.where.enter') : null),
      position: (position, { precision }) => {
        if (position === null) return words('jobs.edit.choosePlace');
        return precision === 'area' ? words('booking.where.movePin') : null;
      },
      hours: (hours) => tooLongWords(hours, rules),
      startWall: (wall, booking) => startMistake(wall, booking),
      rate: (rate) =>
        isRate(rate)
          ? null
          : words('booking.price.between', {
              least: money(HOURLY_RATE_CENTS.least),
              most: money(HOURLY_RATE_CENTS.most),
            }),
    },
  });
}

export const zoneOf = ({ position }: Booking): Zone => (position ? zoneAt(position) : null);

/** A draft of this morning may have a start that is over. */
function startMistake(wall: string | null, booking: Booking): string | null {
  if (booking.when === 'now') return null;
  if (wall === null) return words('booking.when.choose');
  return atWallClock(wall, zoneOf(booking)).getTime() < now() ? words('booking.when.over') : null;
}

/** "Now" in steps of five minutes: a draft that changed every second would be priced every second. */
function startOf({ when, startWall }: Booking, zone: Zone): Date | null {
  if (when === 'later') return startWall === null ? null : atWallClock(startWall, zone);
  return new Date(Math.ceil((now() + NOW_MINUTES * MINUTE_MS) / STEP_MS) * STEP_MS);
}

/** What is sent; null while something it needs is missing. */
export function draftOf(booking: Booking): Draft | null {
  const { position, address, hours, jobType, title, notes, clearance, skills, rate } = booking;
  const contact = contactOf(booking.contact);
  const purchaseOrder = booking.purchaseOrder.trim();
  const start = startOf(booking, zoneOf(booking));
  if (!position || !start || address.trim() === '' || !isRate(rate)) return null;
  return {
    title: title.trim() === '' ? JOB_TYPES[jobType] : title.trim(),
    jobType,
    locationAddress: address.trim(),
    location: position,
    locationPrecision: booking.precision,
    siteRadiusMeters: booking.siteRadiusMeters,
    ...(notes.trim() !== '' && { locationNotes: notes.trim() }),
    ...(contact && { contact }),
    ...(purchaseOrder !== '' && { purchaseOrder }),
    startTime: start.toISOString(),
    endTime: new Date(start.getTime() + hours * 60 * MINUTE_MS).toISOString(),
    requiredClearanceLevel: clearance,
    requiredSkills: skills,
    hourlyRateCents: centsOf(rate),
  };
}

/** A form that outlives a reload: what is entered is kept on the device, until it is booked. */
export function useKeptBooking(
  name: DraftName,
  filled: Partial<Booking>,
): {
  form: BookingForm;
  /** When it was sent. False: it was already, by an earlier press. */
  forget: () => boolean;
} {
  const isSent = useRef(false);
  const [kept] = useState(() => readDraft<Booking>(name));
  const form = useBookingForm({ ...filled, ...kept });
  const { values } = form;
  const isChanged = form.isDirty();
  useEffect(() => {
    if (isChanged && !isSent.current) keepDraft(name, values);
  }, [name, values, isChanged]);
  // For good: what still changes until the page has gone, as by a price that comes late, would be kept and offered again.
  const forget = useCallback(() => {
    const isFirst = !isSent.current;
    isSent.current = true;
    forgetDraft(name);
    return isFirst;
  }, [name]);
  return { form, forget };
}

/** A job that is booked again: all but its time, which is new. */
export const bookingLike = (job: WireAnswer<typeof api.jobs.get>): Partial<Booking> => ({
  address: job.locationAddress,
  position: job.location,
  precision: 'by_hand',
  siteRadiusMeters: job.siteRadiusMeters,
  notes: job.locationNotes ?? '',
  contact: contactText(job.contact),
  purchaseOrder: job.purchaseOrder ?? '',
  when: 'later',
  startWall: nextFullHour(wallClock(today(), zoneAt(job.location))),
  hours: Math.max(1, Math.round(job.durationHours)),
  jobType: job.jobType,
  title: job.title,
  clearance: job.requiredClearanceLevel,
  skills: job.requiredSkills,
  rate: job.hourlyRateCents / 100,
});
