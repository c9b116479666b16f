import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { pointAt } from '../../../platform/database/geography.js';
import { boolean, double, type Expression, texts } from '../../../platform/database/sql-types.js';
import type { Demand } from './demand.js';
import { type Asked, type Question, question, type Value, valuesFor } from './question.js';
import {
  type Door,
  type Facts,
  type Origin,
  originOf,
  POSITION_OF,
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
    const asked: Asked = { ...demand, guardId, limit: 1 };
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
    (row, value) => `SELECT ${row} FROM guard_profiles g WHERE g.user_id = ${value('guardId')}`,
  );
}

type Judged = Expression<boolean | null> | Expression<string[]> | Expression<number | null>;

function columnsOf(door: Door, origin: Origin, value: Value): Record<string, Judged> {
  const site = (): string => pointAt(value('lng'), value('lat'));
  const terms: Terms = { value, distance: () => `(g.${POSITION_OF[origin]} <-> ${site()})` };
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
  acceptance: questionsAt('acceptance'),
  check_in: questionsAt('check_in'),
};
