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
import { arrayOf, bigint, integer, json, uuids } from '../database/sql-types.js';
import { statement } from '../database/statement.js';

/** Who did it: a person in a role, or the system by itself. */
export type Actor = { id: string; role: UserRole } | { id: null; role: 'system' };

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

const SINCE = statement({
  name: 'timeline_since',
  takes: [timeline.id, arrayOf(bigint), integer],
  gives: SUBJECT_ROW,
  text: (row) => `SELECT ${row} FROM timeline WHERE id > $1 AND id <> ALL ($2::bigint[]) ORDER BY id LIMIT $3`,
});

const SINCE_OF = statement({
  name: 'timeline_since_of',
  takes: [timeline.id, uuids, timeline.userId, integer],
  gives: SUBJECT_ROW,
  text: (row) => `
    SELECT ${row} FROM timeline WHERE id > $1 AND (job_id = ANY ($2) OR user_id = $3) ORDER BY id LIMIT $4`,
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

  /** Rows with a higher id than `after` but for `known`, in the order of ids. */
  async since(after: number, known: readonly number[], limit: number): Promise<SubjectRow[]> {
    return this.database.rows(SINCE, [after, known, limit]);
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
