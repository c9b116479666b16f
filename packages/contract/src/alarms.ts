import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { id, instant, position, reason } from './primitives.js';

/**
 * held: it goes out in a few seconds unless it is taken back. open: told, and nobody has answered. acknowledged: somebody at the desk
 * has it in hand. resolved: it is over, with words. withdrawn: a false alarm, said by whoever raised it.
 */
export const alarmState = z.enum(['held', 'open', 'acknowledged', 'resolved', 'withdrawn']);
export type AlarmState = z.output<typeof alarmState>;

const alarm = z
  .object({
    id,
    jobId: id,
    raisedBy: z.enum(['customer', 'guard']),
    isMine: z.boolean(),
    state: alarmState,
    /** When the button was pressed, by the phone: it may have been without connection. */
    pressedAt: instant,
    /** When it is, or was, told. */
    goesOutAt: instant,
    location: position.nullable(),
    accuracyMeters: z.number().nullable(),
    acknowledgedAt: instant.nullable(),
    endedAt: instant.nullable(),
    /** What came of it. */
    resolution: z.string().nullable(),
  })
  .meta({ id: 'Alarm' });
export type Alarm = z.output<typeof alarm>;

const ofId = z.strictObject({ id });

export const alarms = {
  ofJob: endpoint({
    method: 'GET',
    path: '/jobs/:id/alarms',
    access: 'signed-in',
    summary: 'Alarms of a job, the newest first, for both parties and administrators',
    params: ofId,
    answer: z.object({ items: z.array(alarm) }),
  }),
  raise: endpoint({
    method: 'POST',
    path: '/jobs/:id/alarms',
    access: ['customer', 'guard'],
    summary:
      'Call for help: the desk and the other party are told, with the position, after a short time to take it back',
    params: ofId,
    body: z.strictObject({
      /** Chosen by the phone: what is sent again is the same alarm. */
      clientId: id,
      pressedAt: instant,
      location: position.optional(),
      accuracyMeters: z.number().min(0).max(100_000).optional(),
    }),
    answer: alarm,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/alarms/:id/withdraw',
    access: ['customer', 'guard'],
    summary: 'Say that it was a false alarm; in the first seconds nobody is told anything',
    params: ofId,
    answer: alarm,
  }),
  acknowledge: endpoint({
    method: 'POST',
    path: '/alarms/:id/acknowledge',
    access: ['admin'],
    summary: 'Take an alarm in hand; both parties see it',
    params: ofId,
    answer: alarm,
  }),
  resolve: endpoint({
    method: 'POST',
    path: '/alarms/:id/resolve',
    access: ['admin'],
    summary: 'Say what came of an alarm; both parties read it',
    params: ofId,
    body: z.strictObject({ reason }),
    answer: alarm,
  }),
};
