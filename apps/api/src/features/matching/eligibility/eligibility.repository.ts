import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { pointAt } from '../../../platform/database/geography.js';
import { boolean, double, type Expression, texts, uuid } from '../../../platform/database/sql-types.js';
import type { Demand } from './demand.js';
import { type Asked, type Question, question, type Value, valuesFor } from './question.js';
import {
  distanceFrom,
  type Door,
  type Facts,
  type Origin,
  originOf,
  type RuleName,
  rulesAt,
  type Terms,
} from './rules.js';

/** How one guard stands towards one job. */
export interface Judgement {
  /** The rules of the door that the guard does not meet, in their order. */
  unmet: RuleName[];
  facts: Facts;
}

/** Asks the table of rules about one guard, each rule by itself. */
@Injectable()
export class EligibilityRepository {
  constructor(private readonly database: Database) {}

  /** Null when this is no guard. */
  async judge(door: Door, guardId: string, demand: Demand): Promise<Judgement | null> {
    const origin = originOf(demand);
    const asked: Asked = { ...demand, guardId, limit: 1, contest: null };
    const asking = QUESTIONS[door][origin];
    const row = await this.database.row(asking, valuesFor(asking, asked));
    if (!row) return null;
    const unmet = rulesAt(door, origin).flatMap(([name]) => (row[name] === true ? [] : [name]));
    const { missingSkills, distanceMeters } = row;
    return {
      unmet,
      facts: {
        missingSkills: Array.isArray(missingSkills) ? missingSkills : [],
        distanceMeters: typeof distanceMeters === 'number' ? distanceMeters : null,
      },
    };
  }

  /** Guards who have a live offer of the job and no longer meet what is asked of them while it stands. */
  async offeredInVain(demand: Demand): Promise<string[]> {
    const asking = WITHDRAWN[originOf(demand)];
    const rows = await this.database.rows(
      asking,
      valuesFor(asking, { ...demand, guardId: null, limit: 1, contest: null }),
    );
    return rows.map(({ guardId }) => guardId);
  }
}

const WITHDRAWN: Record<Origin, Question<{ guardId: string }>> = {
  on_duty: offeredInVain('on_duty'),
  from_base: offeredInVain('from_base'),
};

/** Guards whose live offer of a job is one that they can not take (any more). */
function offeredInVain(origin: Origin): Question<{ guardId: string }> {
  return question(
    `offered_in_vain_${origin}`,
    () => ({ guardId: uuid('o.guard_id') }),
    (row, value) => {
      const terms: Terms = { value, distance: () => distanceFrom(origin) };
      const met = rulesAt('offer', origin).map(([name, { condition }]) =>
        name === 'on_duty' ? `(o.offered_at < ${value('soonFrom')} OR ${condition(terms)})` : `(${condition(terms)})`,
      );
      return `
        WITH point AS (SELECT ${pointAt(value('lng'), value('lat'))} AS site)
        SELECT ${row} FROM offers o LEFT JOIN guard_profiles g ON g.user_id = o.guard_id
        WHERE o.job_id = ${value('jobId')} AND o.status = 'offered' AND (${met.join(' AND ')}) IS NOT TRUE`;
    },
  );
}

/** Of each rule whether it is met, and what its sentence names, under their names. */
type Judging = Question<Record<string, boolean | string[] | number | null>>;

function questionsAt(door: Door): Record<Origin, Judging> {
  return { on_duty: questionAt(door, 'on_duty'), from_base: questionAt(door, 'from_base') };
}

function questionAt(door: Door, origin: Origin): Judging {
  return question(
    `eligibility_${door}_${origin}`,
    (value) => columnsOf(door, origin, value),
    (row, value) => `
      WITH point AS (SELECT ${pointAt(value('lng'), value('lat'))} AS site)
      SELECT ${row} FROM guard_profiles g WHERE g.user_id = ${value('guardId')}`,
  );
}

type Judged = Expression<boolean | null> | Expression<string[]> | Expression<number | null>;

function columnsOf(door: Door, origin: Origin, value: Value): Record<string, Judged> {
  const terms: Terms = { value, distance: () => distanceFrom(origin) };
  const columns: Record<string, Judged> = {};
  for (const [name, { condition, facts = {} }] of rulesAt(door, origin)) {
    columns[name] = boolean.orNull(`(${condition(terms)})`);
    if (facts.missingSkills) columns.missingSkills = texts(facts.missingSkills(terms));
    if (facts.distanceMeters) columns.distanceMeters = double.orNull(facts.distanceMeters(terms));
  }
  return columns;
}

const QUESTIONS: Record<Door, Record<Origin, Judging>> = {
  search: questionsAt('search'),
  offer: questionsAt('offer'),
  acceptance: questionsAt('acceptance'),
  check_in: questionsAt('check_in'),
  change: questionsAt('change'),
};
