import { Injectable } from '@nestjs/common';
import { type MoneyDifference, reconciliationFailure } from '@aegis/contract';
import { reconciliations } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { instant, jsonText, oneOf, type RowOf, uuid } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

const { differences, failure, ...columns } = reconciliations;
const FAILURE = oneOf('text', reconciliationFailure.options);
const RUN = { ...columns, failure: FAILURE.orNull('failure') };
export type RunRow = RowOf<typeof RUN>;
const REPORT = { ...RUN, differences };

const BEGIN = statement({
  takes: [reconciliations.id, reconciliations.askedBy, reconciliations.days, reconciliations.askedAt],
  gives: RUN,
  text: (row) => `
    INSERT INTO reconciliations (id, asked_by, days, asked_at, heard_at) VALUES ($1, $2, $3, $4, $4)
    ON CONFLICT DO NOTHING RETURNING ${row}`,
});

const UNDER_WAY = statement({
  gives: RUN,
  text: (row) => `SELECT ${row} FROM reconciliations WHERE ended_at IS NULL`,
});

/** What was not heard of for so long has no process any more, and its event was used up. */
const GIVE_UP_LOST = statement({
  takes: [instant, instant],
  text: `UPDATE reconciliations SET failure = 'broken', ended_at = $2 WHERE ended_at IS NULL AND heard_at < $1`,
});

const NEWEST = statement({
  gives: RUN,
  text: (row) => `SELECT ${row} FROM reconciliations ORDER BY asked_at DESC LIMIT 20`,
});

const BY_ID = statement({
  takes: [uuid],
  gives: REPORT,
  text: (row) => `SELECT ${row} FROM reconciliations WHERE id = $1`,
});

const PROGRESS = statement({
  takes: [reconciliations.id, reconciliations.movementsRead, reconciliations.heardAt],
  text: `UPDATE reconciliations SET movements_read = $2, heard_at = $3 WHERE id = $1 AND ended_at IS NULL`,
});

const FAIL = statement({
  takes: [reconciliations.id, failure, reconciliations.endedAt],
  text: `UPDATE reconciliations SET failure = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL`,
});

type Figures = Pick<
  RunRow,
  | 'periodFrom'
  | 'periodUntil'
  | 'compared'
  | 'oursCents'
  | 'besideJobsCents'
  | 'stripeCents'
  | 'differenceCount'
  | 'endedAt'
>;
export type RunResult = { [Field in keyof Figures]: NonNullable<Figures[Field]> } & {
  differences: readonly MoneyDifference[];
};

const FINISH = statement({
  takes: [
    ...([reconciliations.id, reconciliations.periodFrom, reconciliations.periodUntil] as const),
    ...([reconciliations.compared, reconciliations.oursCents, reconciliations.besideJobsCents] as const),
    ...([reconciliations.stripeCents, reconciliations.differenceCount, jsonText, reconciliations.endedAt] as const),
  ],
  text: `
    UPDATE reconciliations SET period_from = $2, period_until = $3, compared = $4, ours_cents = $5, beside_jobs_cents = $6,
      stripe_cents = $7, difference_count = $8, differences = $9, ended_at = $10
    WHERE id = $1 AND ended_at IS NULL`,
});

@Injectable()
export class ReconciliationRunsRepository {
  constructor(private readonly database: Database) {}

  /** Null when one is under way: there is one at a time, which the schema keeps. */
  begin(id: string, askedBy: string | null, days: number, at: Date): Promise<RunRow | null> {
    return this.database.row(BEGIN, [id, askedBy, days, at]);
  }

  underWay(): Promise<RunRow | null> {
    return this.database.row(UNDER_WAY);
  }

  async giveUpLost(heardBefore: Date, at: Date): Promise<void> {
    await this.database.run(GIVE_UP_LOST, [heardBefore, at]);
  }

  newest(): Promise<RunRow[]> {
    return this.database.rows(NEWEST);
  }

  byId(id: string): Promise<RowOf<typeof REPORT> | null> {
    return this.database.row(BY_ID, [id]);
  }

  async tellProgress(id: string, movementsRead: number, at: Date): Promise<void> {
    await this.database.run(PROGRESS, [id, movementsRead, at]);
  }

  async fail(id: string, why: NonNullable<RunRow['failure']>, at: Date): Promise<void> {
    await this.database.run(FAIL, [id, why, at]);
  }

  async finish(id: string, result: RunResult): Promise<void> {
    const { periodFrom, periodUntil, compared, oursCents, besideJobsCents, stripeCents } = result;
    await this.database.run(FINISH, [
      ...([id, periodFrom, periodUntil, compared, oursCents, besideJobsCents, stripeCents] as const),
      ...([result.differenceCount, JSON.stringify(result.differences), result.endedAt] as const),
    ]);
  }
}
