import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { pointAt } from '../../../platform/database/geography.js';
import { type Demand, originOf } from './demand.js';
import { type Asked, type Question, question, valuesFor } from './question.js';
import { type Door, type Facts, type Origin, POSITION_OF, type RuleName, rulesAt, type Terms } from './rules.js';

/** How one guard stands towards one job. */
export interface Judgement {
  /** The rules of the door that the guard does not meet, in their order. */
  unmet: RuleName[];
  facts: Facts;
}

type JudgedRow = Partial<Record<RuleName, boolean | null>> & Partial<Facts>;

/** Asks the table of rules about one guard, each rule by itself. */
@Injectable()
export class EligibilityRepository {
  constructor(private readonly database: Database) {}

  /** Null when this is no guard. */
  async judge(door: Door, guardId: string, demand: Demand): Promise<Judgement | null> {
    const origin = originOf(demand);
    const asked: Asked = { ...demand, guardId, limit: 1 };
    const asking = QUESTIONS[door][origin];
    const [row] = await this.database.query<JudgedRow>(asking, valuesFor(asking, asked));
    if (!row) return null;
    const unmet = rulesAt(door, origin).flatMap(([name]) => (row[name] ? [] : [name]));
    return { unmet, facts: { missingSkills: row.missingSkills ?? [], distanceMeters: row.distanceMeters ?? null } };
  }
}

function questionsAt(door: Door): Record<Origin, Question> {
  return { on_duty: questionAt(door, 'on_duty'), from_base: questionAt(door, 'from_base') };
}

function questionAt(door: Door, origin: Origin): Question {
  return question(`eligibility_${door}_${origin}`, (value) => {
    const site = () => pointAt(value('lng'), value('lat'));
    const terms: Terms = { value, distance: () => `(g.${POSITION_OF[origin]} <-> ${site()})` };
    return `SELECT ${columnsOf(door, origin, terms).join(',\n  ')}
FROM guard_profiles g WHERE g.user_id = ${value('guardId')}`;
  });
}

const columnsOf = (door: Door, origin: Origin, terms: Terms): string[] =>
  rulesAt(door, origin).flatMap(([name, { condition, facts = {} }]) => [
    `(${condition(terms)}) AS "${name}"`,
    ...Object.entries(facts).map(([fact, sql]) => `${sql(terms)} AS "${fact}"`),
  ]);

const QUESTIONS: Record<Door, Record<Origin, Question>> = {
  search: questionsAt('search'),
  acceptance: questionsAt('acceptance'),
  check_in: questionsAt('check_in'),
};
