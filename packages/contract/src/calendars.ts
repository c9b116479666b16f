import { z } from 'zod';
import { endpoint, file } from './endpoint.js';
import { id, instant, text } from './primitives.js';

const TOKEN_LENGTH = 100;
const CALENDAR = ['text/calendar; charset=utf-8'];

/** That there is one; its address is shown once and kept by nobody. */
const calendarFeed = z
  .object({ madeAt: instant, /** When a calendar last asked, to an hour. */ readAt: instant.nullable() })
  .meta({ id: 'CalendarFeed' });

export const calendars = {
  mine: endpoint({
    method: 'GET',
    path: '/calendar-feed',
    access: ['customer', 'guard'],
    summary: 'Whether my calendar may read my jobs, and when it last did',
    answer: z.object({ feed: calendarFeed.nullable() }),
  }),
  make: endpoint({
    method: 'POST',
    path: '/calendar-feed',
    access: ['customer', 'guard'],
    summary: 'A secret address by which my calendar reads my jobs; the one before is good no longer',
    answer: z.object({ token: z.string() }),
    status: 201,
  }),
  end: endpoint({
    method: 'DELETE',
    path: '/calendar-feed',
    access: ['customer', 'guard'],
    summary: 'Let no calendar read my jobs any more',
  }),
  read: endpoint({
    method: 'GET',
    path: '/calendars/:token/aegis.ics',
    access: 'anyone',
    summary: 'The jobs of whoever made the address, as calendars read them (RFC 5545)',
    params: z.strictObject({ token: text(TOKEN_LENGTH) }),
    answer: file,
    fileTypes: CALENDAR,
  }),
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/calendar.ics',
    access: ['customer', 'guard'],
    summary: 'A job as an entry for the calendar',
    params: z.strictObject({ id }),
    answer: file,
    fileTypes: CALENDAR,
  }),
};
