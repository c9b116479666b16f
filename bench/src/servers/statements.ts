import 'reflect-metadata';
import { CandidatesRepository } from '@aegis/api/dist/src/features/matching/candidates/candidates.repository.js';
import { CANDIDATES } from '@aegis/api/dist/src/features/matching/candidates/candidates.statements.js';
import { SURROUNDINGS } from '@aegis/api/dist/src/features/matching/candidates/surroundings.statements.js';
import { FROZEN_WALK } from '@aegis/api/dist/src/features/matching/spec-support/frozen-walk.js';
import { type Demand, Demands } from '@aegis/api/dist/src/features/matching/eligibility/demand.js';
import type { ValueName } from '@aegis/api/dist/src/features/matching/eligibility/question.js';
import { Clock } from '@aegis/api/dist/src/platform/clock/clock.js';
import { readConfig } from '@aegis/api/dist/src/platform/config/config.js';
import type { Platform } from '@aegis/api/dist/src/platform/platform.js';
import type { Database, PreparedStatement } from '@aegis/api/dist/src/platform/database/database.js';
import type { Job } from '@aegis/contract';
import { askedFrom, type SearchedJob, type SearchStatements } from '../baselines/candidates.js';

export interface BoundStatement extends PreparedStatement {
  values: unknown[];
}

/** Which of the values of a bound search stands for what. */
export const valueOf = ({ values }: BoundStatement, name: ValueName): unknown => values[NEAREST.asks.indexOf(name)];

const NEAREST = CANDIDATES.on_duty.walk;

/** How many candidates the API reads; the answers of both servers are compared before anything is measured. */
export const CANDIDATES_READ = 50;

/**
 * The statement that the API sends for a job which starts soon. Taken down by a database that only listens, so that what is
 * compared can never be another SQL than the application's.
 */
export function nearestGuards(job: Pick<Job, (keyof Demand & keyof Job) | 'hourlyRateCents'>): BoundStatement {
  const sent: BoundStatement[] = [];
  const listening: Pick<Database, 'rows'> = {
    rows: ({ name, text }, ...[values = []]) => {
      if (name === undefined) throw new Error('the statement is expected to be a prepared one');
      sent.push({ name, text, values: [...values] });
      return Promise.resolve([]);
    },
  };
  const demand = new Demands({ clock: new Clock(), config: readConfig({}) } as Platform).of(job);
  void new CandidatesRepository(listening as Database).nearest(demand, CANDIDATES_READ);
  const [statement] = sent;
  if (statement?.text !== NEAREST.text) throw new Error('the repository sent another statement');
  return { name: statement.name, text: statement.text, values: statement.values };
}

/** The same search by the statement that it once was. */
export function frozenSearch(search: BoundStatement): BoundStatement {
  const { name, text, asks } = FROZEN_WALK.on_duty;
  return { name, text, values: asks.map((asked) => valueOf(search, asked)) };
}

export const searchStatements = (): SearchStatements => ({
  ...CANDIDATES.on_duty,
  neighbours: SURROUNDINGS.on_duty.walk,
});

/** What a customer is shown of the guards for a job, as the API asks for it. */
export function neighboursOf(job: SearchedJob): BoundStatement {
  const { name, text, asks } = SURROUNDINGS.on_duty.walk;
  const values = askedFrom(job);
  return { name, text, values: asks.map((asked) => values[asked]) };
}
