import { Injectable } from '@nestjs/common';
import { alarms, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pointOf, position } from '../../../platform/database/geography.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { double, instant, integer, type RowOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const a = aliased(alarms, 'a');
const u = aliased(users, 'u');

const ALARM = {
  ...pick(a, 'id', 'jobId', 'raisedBy', 'state', 'pressedAt', 'goesOutAt', 'accuracyMeters'),
  ...pick(a, 'acknowledgedAt', 'endedAt', 'resolution'),
  location: position(a.location),
  role: u.role,
};
export type AlarmRow = RowOf<typeof ALARM>;

const FROM_ALARMS = 'FROM alarms a JOIN users u ON u.id = a.raised_by';

const OF_JOB = statement({
  takes: [alarms.jobId],
  gives: ALARM,
  text: (row) => `SELECT ${row} ${FROM_ALARMS} WHERE a.job_id = $1 ORDER BY a.pressed_at DESC, a.id DESC LIMIT 50`,
});

const BY_ID = statement({
  takes: [alarms.id],
  gives: ALARM,
  text: (row) => `SELECT ${row} ${FROM_ALARMS} WHERE a.id = $1`,
});

const LOCK = statement({
  takes: [alarms.id],
  gives: pick(alarms, 'state'),
  text: (row) => `SELECT ${row} FROM alarms WHERE id = $1 FOR UPDATE`,
});

const SENT_BEFORE = statement({
  takes: [alarms.raisedBy, alarms.clientId],
  gives: ALARM,
  text: (row) => `SELECT ${row} ${FROM_ALARMS} WHERE a.raised_by = $1 AND a.client_id = $2`,
});

const UNANSWERED = statement({
  takes: [alarms.jobId, alarms.raisedBy],
  gives: ALARM,
  text: (row) => `
    SELECT ${row} ${FROM_ALARMS} WHERE a.job_id = $1 AND a.raised_by = $2 AND a.state IN ('held', 'open') LIMIT 1`,
});

const MOVE = statement({
  takes: [alarms.id, double, double, alarms.accuracyMeters],
  text: `UPDATE alarms SET location = ${pointOf(2, 3)}, accuracy_meters = $4 WHERE id = $1`,
});

const RAISE = statement({
  takes: [
    ...([alarms.id, alarms.jobId, alarms.raisedBy, alarms.clientId, alarms.pressedAt, alarms.goesOutAt] as const),
    ...([double.orNull, double.orNull, alarms.accuracyMeters] as const),
  ],
  text: `
    INSERT INTO alarms (id, job_id, raised_by, client_id, pressed_at, goes_out_at, location, accuracy_meters)
    VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7::double precision IS NOT NULL THEN ${pointOf(7, 8)} END, $9)
    ON CONFLICT (raised_by, client_id) DO NOTHING`,
});

/** Each move from the states it is possible in; the first of two counts. */
const GO_OUT = statement({
  takes: [alarms.id],
  text: `UPDATE alarms SET state = 'open' WHERE id = $1 AND state = 'held'`,
});
const WITHDRAW = statement({
  takes: [alarms.id, instant],
  text: `
    UPDATE alarms SET state = 'withdrawn', ended_at = $2 WHERE id = $1 AND state IN ('held', 'open', 'acknowledged')`,
});
const ACKNOWLEDGE = statement({
  takes: [alarms.id, alarms.acknowledgedBy, instant],
  text: `
    UPDATE alarms SET state = 'acknowledged', acknowledged_by = $2, acknowledged_at = $3
    WHERE id = $1 AND state = 'open'`,
});
const RESOLVE = statement({
  takes: [alarms.id, instant, alarms.resolution],
  text: `
    UPDATE alarms SET state = 'resolved', ended_at = $2, resolution = $3
    WHERE id = $1 AND state IN ('open', 'acknowledged')`,
});

const UNRESOLVED = statement({
  takes: [integer],
  gives: { ...pick(a, 'jobId', 'goesOutAt', 'state'), count: integer('(count(*) OVER ())::integer') },
  text: (row) => `
    SELECT ${row} FROM alarms a WHERE a.state IN ('open', 'acknowledged') ORDER BY a.goes_out_at, a.id LIMIT $1`,
});

export interface NewAlarm {
  id: string;
  jobId: string;
  raisedBy: string;
  clientId: string;
  pressedAt: Date;
  goesOutAt: Date;
  location: { lat: number; lng: number } | null;
  accuracyMeters: number | null;
}

@Injectable()
export class AlarmsRepository {
  constructor(private readonly database: Database) {}

  ofJob(jobId: string): Promise<AlarmRow[]> {
    return this.database.rows(OF_JOB, [jobId]);
  }

  byId(id: string): Promise<AlarmRow | null> {
    return this.database.row(BY_ID, [id]);
  }

  /** Holds it for the open transaction; its state. */
  async lock(id: string): Promise<AlarmRow['state'] | null> {
    return (await this.database.row(LOCK, [id]))?.state ?? null;
  }

  sentBefore(raisedBy: string, clientId: string): Promise<AlarmRow | null> {
    return this.database.row(SENT_BEFORE, [raisedBy, clientId]);
  }

  /** Twenty presses at once are one after the other to the end of their transactions; nothing else of the job is waited for. */
  async wait(userId: string): Promise<void> {
    await this.database.takeTurn(`alarms of ${userId}`);
  }

  /** Theirs on the job, that nobody has taken in hand or back. */
  unanswered(jobId: string, raisedBy: string): Promise<AlarmRow | null> {
    return this.database.row(UNANSWERED, [jobId, raisedBy]);
  }

  async move(id: string, { lat, lng }: { lat: number; lng: number }, accuracyMeters: number | null): Promise<void> {
    await this.database.run(MOVE, [id, lng, lat, accuracyMeters]);
  }

  /** False when the phone has sent it before. */
  async raise({ location, accuracyMeters, ...alarm }: NewAlarm): Promise<boolean> {
    const { id, jobId, raisedBy, clientId, pressedAt, goesOutAt } = alarm;
    const place = [location?.lng ?? null, location?.lat ?? null, accuracyMeters] as const;
    return (await this.database.run(RAISE, [id, jobId, raisedBy, clientId, pressedAt, goesOutAt, ...place])) === 1;
  }

  async goOut(id: string): Promise<boolean> {
    return (await this.database.run(GO_OUT, [id])) === 1;
  }

  async withdraw(id: string, at: Date): Promise<boolean> {
    return (await this.database.run(WITHDRAW, [id, at])) === 1;
  }

  async acknowledge(id: string, by: string, at: Date): Promise<boolean> {
    return (await this.database.run(ACKNOWLEDGE, [id, by, at])) === 1;
  }

  async resolve(id: string, at: Date, resolution: string): Promise<boolean> {
    return (await this.database.run(RESOLVE, [id, at, resolution])) === 1;
  }

  /** The longest waiting first, each with how many there are. */
  unresolved(limit: number) {
    return this.database.rows(UNRESOLVED, [limit]);
  }
}
