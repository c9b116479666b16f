import { TZDate } from '@date-fns/tz';
import { type Language, wordsIn } from '@aegis/words/all';
import ical, { ICalCalendarMethod, type ICalEventData, ICalEventStatus } from 'ical-generator';
import { tzlib_get_ical_block as blockOf } from 'timezones-ical-library';
import { HOUR_MS, SECOND_MS, shift } from '../../../platform/clock/duration.js';
import { zoneOfPlace } from '../../../platform/clock/zone-of-place.js';
import type { CalendarJob } from '../../jobs/jobs.service.js';

/** Whose calendar it is, and in which language it speaks. */
export interface CalendarReader {
  userId: string;
  language: Language;
}

/** Where the pages are, and whom mails come from. */
export interface CalendarOrigin {
  baseUrl: string;
  /** The address that mails come from. */
  mailAddress: string;
}

/** How often a calendar is to look again. */
const REFRESH_SECONDS = HOUR_MS / SECOND_MS;
/** Counted from then, so that a number of seconds fits into what calendars count with for decades. */
const FIRST_SEQUENCE_MS = Date.UTC(2020, 0, 1);

type State = 'requested' | 'guarded' | 'yours' | 'cancelled' | 'notYours';

const STATUS: Readonly<Record<State, ICalEventStatus>> = {
  requested: ICalEventStatus.TENTATIVE,
  guarded: ICalEventStatus.CONFIRMED,
  yours: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
  notYours: ICalEventStatus.CANCELLED,
};

/** All jobs of a person, for a calendar that asks again and again: what is not in it any more goes from the calendar. */
export function calendarOf(jobs: readonly CalendarJob[], reader: CalendarReader, origin: CalendarOrigin): string {
  const name = wordsIn(reader.language)('calendar.name');
  const calendar = emptyCalendar().name(name).ttl(REFRESH_SECONDS);
  for (const job of jobs) calendar.createEvent(eventOf(job, reader, origin));
  return calendar.toString();
}

/**
 * One job, as it goes with a mail: an entry for the calendar, or one to be taken out of it. What is newer has the higher sequence,
 * so that a calendar that has the entry changes it.
 */
export function calendarEntry(
  job: CalendarJob,
  reader: CalendarReader,
  origin: CalendarOrigin,
): { method: 'PUBLISH' | 'CANCEL'; text: string } {
  const method = STATUS[stateOf(job, reader)] === ICalEventStatus.CANCELLED ? 'CANCEL' : 'PUBLISH';
  const calendar = emptyCalendar().method(ICalCalendarMethod[method]);
  // Asked for by both methods (RFC 5546).
  const organizer = { name: 'Aegis', email: origin.mailAddress };
  calendar.createEvent({ ...eventOf(job, reader, origin), organizer });
  return { method, text: calendar.toString() };
}

/** Without a zone of its own: the moments of the file itself are of the world, those of jobs of their place. */
const emptyCalendar = () =>
  ical({
    prodId: { company: 'Aegis', product: 'jobs', language: 'EN' },
    timezone: { name: null, generator: zoneRules },
  });

/** Null: a calendar knows it by its name, or the event is in the time of the world. */
function zoneRules(zone: string): string | null {
  const [block] = blockOf(zone);
  return block === undefined || block === '' ? null : block;
}

function eventOf(job: CalendarJob, reader: CalendarReader, { baseUrl }: CalendarOrigin): ICalEventData {
  const words = wordsIn(reader.language);
  const state = stateOf(job, reader);
  const link = `${baseUrl}/jobs/${job.id}`;
  return {
    id: `job-${job.id}@${new URL(baseUrl).hostname}`,
    sequence: Math.floor((job.updatedAt.getTime() - FIRST_SEQUENCE_MS) / SECOND_MS),
    stamp: job.updatedAt,
    lastModified: job.updatedAt,
    summary: job.title,
    description: `${words(`calendar.${state}`)}\n${link}`,
    url: link,
    status: STATUS[state],
    // Of a job of others nobody is told where it is.
    ...(state !== 'notYours' && { location: job.locationAddress }),
    ...timesOf(job),
  };
}

function stateOf({ status, customerId, guardId }: CalendarJob, { userId }: CalendarReader): State {
  if (userId !== customerId && userId !== guardId) return 'notYours';
  if (status === 'cancelled') return 'cancelled';
  if (userId === guardId) return 'yours';
  return status === 'requested' ? 'requested' : 'guarded';
}

/**
 * On the clock of the place. In the hour that comes twice when the clocks go back that clock says one of both: the first by RFC
 * 5545, the second in some calendars. A job that begins or ends within it is told in the time of the world, as is one where no rules
 * of its zone are known.
 */
function timesOf({ startTime, endTime, location }: CalendarJob): Pick<ICalEventData, 'start' | 'end' | 'timezone'> {
  const zone = zoneOfPlace(location);
  const isUnclear = zoneRules(zone) === null || [startTime, endTime].some((moment) => comesTwice(moment, zone));
  if (isUnclear) return { start: startTime, end: endTime };
  return { start: new TZDate(startTime, zone), end: new TZDate(endTime, zone), timezone: zone };
}

const comesTwice = (moment: Date, zone: string): boolean =>
  [-HOUR_MS, HOUR_MS].some((away) => clockOf(moment, zone) === clockOf(shift(moment, away), zone));

const clockOf = (moment: Date, timeZone: string): string =>
  moment.toLocaleString('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' });
