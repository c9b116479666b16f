import {
  isTimelineKind,
  type TimelineDetails,
  timelineDetails,
  type TimelineKind,
  type UserRole,
} from '@aegis/contract';
import { timeline } from '../../../database/tables.js';
import { Aftermath, type ToldRow } from '../aftermath/aftermath.js';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { pick } from '../database/shapes.js';
import { arrayOf, bigint, boolean, integer, json, jsonText, uuids } from '../database/sql-types.js';
import { statement } from '../database/statement.js';

/** Who did it: a person in a role, or the system by itself. */
export type Actor = { id: string; role: UserRole } | { id: null; role: 'system' };

export const actorOf = ({ userId, role }: { userId: string; role: UserRole }): Actor => ({ id: userId, role });

export const SYSTEM: Actor = { id: null, role: 'system' };

export interface TimelineEntry<Kind extends TimelineKind> {
  /** What the row is about: a job, or a person for what happens outside of jobs. */
  subject: { jobId: string } | { userId: string };
  type: Kind;
  actor: Actor;
  from?: string | null;
  to?: string | null;
  /** Never contacts, tokens or positions finer than the event needs. */
  details: TimelineDetails<Kind>;
}

export interface TimelineRow {
  id: number;
  type: TimelineKind;
  actor: { id: string | null; role: UserRole | 'system' };
  from: string | null;
  to: string | null;
  at: Date;
  details: Record<string, unknown>;
}

/** As it is stored, whatever version has written it. */
export interface SubjectRow extends Omit<TimelineRow, 'type'> {
  type: string;
  jobId: string | null;
  userId: string | null;
}

const ROW = {
  ...pick(timeline, 'id', 'type'),
  actor: json<TimelineRow['actor']>()(`json_build_object('id', actor_id, 'role', actor_role)`),
  from: timeline.fromStatus,
  to: timeline.toStatus,
  at: timeline.occurredAt,
  details: timeline.details,
};
const SUBJECT_ROW = { ...ROW, ...pick(timeline, 'jobId', 'userId') };

/**
 * Each gap, and each job below, is looked up by itself (LATERAL with a limit cannot be joined in another way): the plan for all values knows
 * neither how many there are nor that they are few beside the rows of everybody, and reads all of those.
 */
const SINCE = statement({
  name: 'timeline_since',
  takes: [timeline.id, arrayOf(bigint), arrayOf(bigint), integer],
  gives: SUBJECT_ROW,
  text: (row) => `
    (SELECT ${row} FROM timeline WHERE id > $1 ORDER BY id LIMIT $4)
    UNION ALL
    (SELECT ${row} FROM unnest($2::bigint[], $3::bigint[]) AS gap(first, last),
       LATERAL (SELECT * FROM timeline WHERE id BETWEEN gap.first AND gap.last ORDER BY id LIMIT $4) AS timeline
     ORDER BY id LIMIT $4)
    ORDER BY id LIMIT $4`,
});

const SINCE_OF = statement({
  name: 'timeline_since_of',
  takes: [timeline.id, uuids, timeline.userId, integer],
  gives: SUBJECT_ROW,
  text: (row) => `
    (SELECT ${row} FROM unnest($2::uuid[]) AS followed(job),
       LATERAL (SELECT * FROM timeline WHERE job_id = followed.job AND id > $1 ORDER BY id LIMIT $4) AS timeline
     ORDER BY id LIMIT $4)
    UNION ALL
    (SELECT ${row} FROM timeline WHERE user_id = $3 AND id > $1 ORDER BY id LIMIT $4)
    ORDER BY id LIMIT $4`,
});

const LAST_ID = statement({
  gives: { id: bigint('COALESCE(max(id), 0)') },
  text: (row) => `SELECT ${row} FROM timeline`,
});

const OF_JOB = statement({
  takes: [timeline.jobId],
  gives: ROW,
  text: (row) => `SELECT ${row} FROM timeline WHERE job_id = $1 ORDER BY id`,
});

const LAST_OF_PERSON = statement({
  takes: [timeline.userId, timeline.type],
  gives: ROW,
  text: (row) => `SELECT ${row} FROM timeline WHERE user_id = $1 AND type = $2 ORDER BY id DESC LIMIT 1`,
});

const IS_TOLD = statement({
  takes: [timeline.jobId, timeline.userId, timeline.type, timeline.occurredAt, jsonText],
  gives: {
    isTold: boolean(`EXISTS (
    SELECT FROM timeline WHERE (job_id = $1 OR user_id = $2) AND type = $3 AND occurred_at >= $4 AND details @> $5::jsonb)`),
  },
  text: (row) => `SELECT ${row}`,
});

/** What follows from rows of a kind, in the transaction that records them. */
type Follower = (rows: readonly ToldRow[]) => Promise<void>;

/** The append-only record of what happened. Written in the transaction of the change it tells of. */
export class Timeline {
  private readonly listeners: (() => void)[] = [];
  private readonly followers: { kinds: ReadonlySet<TimelineKind>; follow: Follower }[] = [];

  constructor(
    private readonly database: Database,
    private readonly aftermath: Aftermath,
    private readonly clock: Clock,
  ) {}

  /** @throws outside of a transaction: a change and its record are one. */
  async record<Kind extends TimelineKind>(entry: TimelineEntry<Kind>): Promise<void> {
    if (!this.database.inTransaction) throw new Error(`${entry.type} was recorded outside of its transaction`);
    await this.write(entry.type, entry.actor, [
      {
        jobId: 'jobId' in entry.subject ? entry.subject.jobId : null,
        userId: 'userId' in entry.subject ? entry.subject.userId : null,
        from: entry.from ?? null,
        to: entry.to ?? null,
        details: declaredOf(entry.type, entry.details),
      },
    ]);
  }

  /** The same thing told to many persons. @throws outside of a transaction */
  async recordForPersons<Kind extends TimelineKind>(
    entries: readonly { userId: string; details: TimelineDetails<Kind> }[],
    { type, actor }: Pick<TimelineEntry<Kind>, 'type' | 'actor'>,
  ): Promise<void> {
    if (!this.database.inTransaction) throw new Error(`${type} was recorded outside of its transaction`);
    if (entries.length === 0) return;
    const noStatus = { from: null, to: null };
    await this.write(
      type,
      actor,
      entries.map(({ userId, details }) => ({ jobId: null, userId, ...noStatus, details: declaredOf(type, details) })),
    );
  }

  /** Told after the commit of every change that this process records. */
  onRecorded(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * `follow` is given the rows of these kinds inside the transaction that records them: what it writes is kept or lost with them.
   * To be called before the application starts.
   */
  onRecording(kinds: ReadonlySet<TimelineKind>, follow: Follower): void {
    this.followers.push({ kinds, follow });
  }

  /** Rows with a higher id than `after`, and those in the gaps below it that have come since, in the order of ids. */
  async since(after: number, gaps: readonly { first: number; last: number }[], limit: number): Promise<SubjectRow[]> {
    const [firsts, lasts] = [gaps.map(({ first }) => first), gaps.map(({ last }) => last)];
    return this.database.rows(SINCE, [after, firsts, lasts, limit]);
  }

  /** The same of some jobs and of one person. */
  async sinceOf(
    subjects: { jobIds: readonly string[]; userId: string },
    after: number,
    limit: number,
  ): Promise<SubjectRow[]> {
    return this.database.rows(SINCE_OF, [after, subjects.jobIds, subjects.userId, limit]);
  }

  /** The highest id there is; 0 for none. */
  async lastId(): Promise<number> {
    return (await this.database.row(LAST_ID))?.id ?? 0;
  }

  /** All events of a job, oldest first; those of kinds that this version does not know are left out. */
  async ofJob(jobId: string): Promise<TimelineRow[]> {
    return (await this.database.rows(OF_JOB, [jobId])).filter(isKnown);
  }

  /** The newest event of a kind about a person. */
  async lastOfPerson(userId: string, type: TimelineKind): Promise<TimelineRow | null> {
    const row = await this.database.row(LAST_OF_PERSON, [userId, type]);
    return row && { ...row, type };
  }

  /** Whether a row with these details stands there since a moment: what is told once asks, under the lock of its subject. */
  async isTold<Kind extends TimelineKind>(
    subject: { jobId: string } | { userId: string },
    { type, since, details }: { type: Kind; since: Date; details: Partial<TimelineDetails<Kind>> },
  ): Promise<boolean> {
    const [jobId, userId] = ['jobId' in subject ? subject.jobId : null, 'userId' in subject ? subject.userId : null];
    const row = await this.database.row(IS_TOLD, [jobId, userId, type, since, JSON.stringify(details)]);
    return row?.isTold ?? false;
  }

  private async write(
    type: TimelineKind,
    actor: Actor,
    rows: readonly Pick<ToldRow, 'jobId' | 'userId' | 'from' | 'to' | 'details'>[],
  ): Promise<void> {
    const said = { type, actorId: actor.id, actorRole: actor.role, at: this.clock.now() };
    const told = rows.map((row) => ({ ...said, ...row }));
    await this.aftermath.say({ told });
    for (const { kinds, follow } of this.followers) if (kinds.has(type)) await follow(told);
    this.database.afterCommit(() => {
      for (const listener of this.listeners) listener();
    });
  }
}

/** Nothing that the kind does not declare is written. */
const declaredOf = <Kind extends TimelineKind>(kind: Kind, details: TimelineDetails<Kind>): object =>
  timelineDetails[kind].parse(details);

const isKnown = <Row extends { type: string }>(row: Row): row is Row & { type: TimelineKind } =>
  isTimelineKind(row.type);
