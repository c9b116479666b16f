import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { CalendarJob } from '../../jobs/jobs.service.js';
import { calendarEntry, calendarOf } from './calendar-file.js';

const CUSTOMER = '019aa000-0000-7000-8000-000000000001';
const GUARD = '019aa000-0000-7000-8000-000000000002';
const ORIGIN = { baseUrl: 'https://aegis.example', mailAddress: 'no-reply@aegis.example' };
const LOS_ANGELES = { lat: 34.05, lng: -118.24 };
const PHOENIX = { lat: 33.45, lng: -112.07 };
const SEA = { lat: 20, lng: -150 };

const job = (changed: Partial<CalendarJob> = {}): CalendarJob => ({
  id: '019aa000-0000-7000-8000-00000000000a',
  status: 'matched',
  customerId: CUSTOMER,
  guardId: GUARD,
  title: 'Gate',
  locationAddress: '200 N Spring St, Los Angeles',
  startTime: new Date('2026-07-01T16:00:00Z'),
  endTime: new Date('2026-07-01T20:30:00Z'),
  updatedAt: new Date('2026-06-30T10:00:00Z'),
  location: LOS_ANGELES,
  ...changed,
});

const reader = (userId: string, language: 'en' | 'es' = 'en') => ({ userId, language });

/** As a program that keeps calendars reads it: lines, zones and all. */
function read(text: string): { calendar: ICAL.Component; events: ICAL.Event[] } {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone({ component: zone }));
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)) };
}

const feed = (jobs: CalendarJob[], userId = GUARD): ICAL.Event[] =>
  read(calendarOf(jobs, reader(userId), ORIGIN)).events;
const valueOf = (event: ICAL.Event | undefined, name: string): unknown => event?.component.getFirstPropertyValue(name);
const spanOf = (event: ICAL.Event | undefined): (string | undefined)[] =>
  [event?.startDate, event?.endDate].map((time) => time?.toJSDate().toISOString());
const isoSpan = ({ startTime, endTime }: CalendarJob): string[] => [startTime.toISOString(), endTime.toISOString()];

describe('the times of a job', () => {
  it('stand on the clock of its place, with the rules of its zone', () => {
    const [event] = feed([job()]);
    expect(event?.startDate.toString()).toBe('2026-07-01T09:00:00');
    expect(event?.startDate.zone?.tzid).toBe('America/Los_Angeles');
    expect(spanOf(event)).toEqual(isoSpan(job()));
  });

  it('are told with every zone that is used, each once', () => {
    const jobs = [job(), job({ id: '019aa000-0000-7000-8000-00000000000b' }), job({ location: PHOENIX })];
    const { calendar, events } = read(calendarOf(jobs, reader(GUARD), ORIGIN));
    const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid'));
    expect(zones).toEqual(['America/Los_Angeles', 'America/Phoenix']);
    for (const event of events) expect(spanOf(event)).toEqual(isoSpan(job()));
  });

  it.each([
    ['over the hour that is left out', '2026-03-08T08:00:00Z', '2026-03-08T12:00:00Z'],
    ['right after the hour that is left out', '2026-03-08T10:00:00Z', '2026-03-08T14:00:00Z'],
    ['over the hour that comes twice', '2026-11-01T06:00:00Z', '2026-11-01T12:00:00Z'],
    ['from the first of the hours that come twice', '2026-11-01T08:30:00Z', '2026-11-01T12:00:00Z'],
    ['from the second of them', '2026-11-01T09:30:00Z', '2026-11-01T12:00:00Z'],
    ['to the second of them', '2026-11-01T06:00:00Z', '2026-11-01T09:15:00Z'],
    ['right after it', '2026-11-01T10:00:00Z', '2026-11-01T12:00:00Z'],
  ])('are the same moments in the night when the clocks change: %s', (_, start, end) => {
    const atNight = job({ startTime: new Date(start), endTime: new Date(end) });
    expect(spanOf(feed([atNight])[0])).toEqual(isoSpan(atNight));
  });

  it('are right where no clock of a zone is kept', () => {
    expect(spanOf(feed([job({ location: SEA })])[0])).toEqual(isoSpan(job()));
  });
});

describe('what is said', () => {
  it('is who it is for, and nothing of the other party', () => {
    const states = ([status, userId]: [CalendarJob['status'], string]) => {
      const [event] = feed([job({ status, guardId: status === 'requested' ? null : GUARD })], userId);
      return [valueOf(event, 'status'), event?.description.split('\n')[0]];
    };
    expect(
      (
        [
          ['requested', CUSTOMER],
          ['matched', CUSTOMER],
          ['in_progress', GUARD],
          ['cancelled', GUARD],
        ] as [CalendarJob['status'], string][]
      ).map(states),
    ).toEqual([
      ['TENTATIVE', 'No guard has accepted yet.'],
      ['CONFIRMED', 'A guard has accepted.'],
      ['CONFIRMED', 'You are the guard.'],
      ['CANCELLED', 'This job is cancelled.'],
    ]);
    const [event] = feed([job()]);
    expect(event?.location).toBe('200 N Spring St, Los Angeles');
    expect(valueOf(event, 'url')).toBe(`https://aegis.example/jobs/${job().id}`);
  });

  it('is in the language of its person', () => {
    const { calendar, events } = read(calendarOf([job()], reader(CUSTOMER, 'es'), ORIGIN));
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Mis turnos con Aegis');
    expect(events[0]?.description).toMatch(/^Un guardia ha aceptado\.\n/);
  });

  it('is text, whatever people write: no other line, no other entry', () => {
    const title = 'Gate; "A", \\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example';
    const [event, ...others] = feed([job({ title, locationAddress: `${'ü'.repeat(200)}\nX-EVIL:1` })]);
    expect(others).toEqual([]);
    expect(event?.summary).toBe(title.replaceAll('\r\n', '\n'));
    expect(valueOf(event, 'attach')).toBeNull();
    expect(valueOf(event, 'x-evil')).toBeNull();
    const lines = calendarOf([job({ title })], reader(GUARD), ORIGIN).split('\r\n');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('has moments of the world outside of the entries', () => {
    expect(calendarOf([job()], reader(GUARD), ORIGIN)).toMatch(/\r\nDTSTAMP:20260630T100000Z\r\n/);
  });
});

describe('an entry that goes with a mail', () => {
  it('changes the one before: the same name, a higher number', () => {
    const before = calendarEntry(job(), reader(GUARD), ORIGIN);
    const moved = job({ updatedAt: new Date('2026-06-30T10:00:01Z'), startTime: new Date('2026-07-01T17:00:00Z') });
    const after = calendarEntry(moved, reader(GUARD), ORIGIN);
    const [old, young] = [before, after].map(({ text }) => read(text).events[0]);
    expect([before.method, after.method]).toEqual(['PUBLISH', 'PUBLISH']);
    expect(young?.uid).toBe(old?.uid);
    expect(young?.sequence).toBeGreaterThan(old?.sequence ?? 0);
    expect(young?.organizer).toBe('mailto:no-reply@aegis.example');
    expect(feed([moved])[0]?.uid).toBe(old?.uid);
  });

  it('takes it out of the calendar of a guard who has it no more, and says no address', () => {
    const taken = job({ guardId: null, status: 'requested', updatedAt: new Date('2026-06-30T11:00:00Z') });
    const { method, text } = calendarEntry(taken, reader(GUARD), ORIGIN);
    const { calendar, events } = read(text);
    expect([method, calendar.getFirstPropertyValue('method')]).toEqual(['CANCEL', 'CANCEL']);
    expect(valueOf(events[0], 'status')).toBe('CANCELLED');
    expect(text).not.toContain('Spring');
  });

  it('fits into what calendars count with', () => {
    const late = job({ updatedAt: new Date('2080-01-01T00:00:00Z') });
    expect(read(calendarEntry(late, reader(GUARD), ORIGIN).text).events[0]?.sequence).toBeLessThan(2 ** 31);
  });
});
