import { type Config, ConfigurationError } from '../../../platform/config/config.js';
import { type DatabaseAddress, readDatabaseAddress } from '../../../platform/database/address.js';
import { sessionSettings } from '../../../platform/database/session-settings.js';
import { identifierOf, literalOf, scramVerifierOf } from './sql-words.js';

/** All that the migrations ask for; where they are there an owner without further rights can migrate. */
export const EXTENSIONS = ['postgis', 'citext', 'btree_gist', 'intarray'] as const;

interface SetupStep {
  /** What it makes, and who may do that. */
  title: string;
  /** In the database of Aegis; else in one that is there before it. */
  isInside: boolean;
  /** The database is made before it, where there is none. */
  isOfDatabase?: true;
  statements: readonly string[];
}

export interface SetupPlan {
  database: string;
  owner: string;
  steps: readonly SetupStep[];
}

/** @throws ConfigurationError for addresses that do not name two roles and a database */
export function setupPlan({ databaseUrl, directUrl, statementTimeoutMs }: Config): SetupPlan {
  if (databaseUrl === undefined || directUrl === undefined || databaseUrl === directUrl)
    throw new ConfigurationError(
      'DATABASE_URL, DATABASE_DIRECT_URL: setup makes the roles that they name: in DATABASE_URL the one that serves, in ' +
        'DATABASE_DIRECT_URL the one that owns the tables.',
    );
  const [serving, owner] = [readDatabaseAddress(databaseUrl), readDatabaseAddress(directUrl)];
  if (serving.user === '' || owner.user === '' || serving.user === owner.user)
    throw new ConfigurationError('DATABASE_URL, DATABASE_DIRECT_URL: each has to name a user of its own.');
  if (serving.database === '' || serving.database !== owner.database)
    throw new ConfigurationError('DATABASE_URL, DATABASE_DIRECT_URL: both have to name the same database.');
  return { database: owner.database, owner: owner.user, steps: stepsFor(serving, owner, statementTimeoutMs) };
}

function stepsFor(serving: DatabaseAddress, owner: DatabaseAddress, statementTimeoutMs: number): SetupStep[] {
  const [role, ownerRole, name] = [serving.user, owner.user, owner.database].map(identifierOf);
  const settings = Object.entries(sessionSettings(statementTimeoutMs));
  return [
    {
      title: 'Roles. Needs a superuser, or a role that may create roles',
      isInside: false,
      statements: [roleOf(owner), roleOf(serving)],
    },
    {
      title: 'The database, which nobody else connects to. Needs a superuser, or who owns it and may create databases',
      isInside: false,
      isOfDatabase: true,
      statements: [
        `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
        `GRANT CONNECT, CREATE, TEMPORARY ON DATABASE ${name} TO ${ownerRole}`,
        `GRANT CONNECT ON DATABASE ${name} TO ${role}`,
      ],
    },
    {
      title: 'Settings of every session of the role that serves. Needs a superuser, or who made the role',
      isInside: false,
      statements: settings.map(
        ([setting, value]) => `ALTER ROLE ${role} IN DATABASE ${name} SET ${setting} = ${literalOf(value)}`,
      ),
    },
    {
      title: 'Extensions. PostGIS needs a superuser, or what a managed server has in its place',
      isInside: true,
      statements: EXTENSIONS.map((extension) => `CREATE EXTENSION IF NOT EXISTS ${extension}`),
    },
    {
      title: 'Who makes tables. Needs a superuser, or the owner of the database',
      isInside: true,
      statements: [
        'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
        `GRANT USAGE, CREATE ON SCHEMA public TO ${ownerRole}`,
        `GRANT USAGE ON SCHEMA public TO ${role}`,
      ],
    },
  ];
}

/** Made, or brought to what it should be; a superuser is never made less by mistake. */
function roleOf({ user, password }: DatabaseAddress): string {
  const [role, name] = [identifierOf(user), literalOf(user)];
  const secret = password === '' ? '' : ` PASSWORD ${literalOf(scramVerifierOf(password))}`;
  return `DO $setup$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = ${name} AND rolsuper) THEN
    RAISE EXCEPTION '% is a superuser: name roles of Aegis alone', ${name};
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${name}) THEN
    CREATE ROLE ${role};
  END IF;
  ALTER ROLE ${role} LOGIN NOCREATEDB NOCREATEROLE${secret};
END $setup$`;
}

/** Cannot be part of a transaction. */
export const createDatabase = ({ database, owner }: SetupPlan): string =>
  `CREATE DATABASE ${identifierOf(database)} OWNER ${identifierOf(owner)} ENCODING 'UTF8' TEMPLATE template0`;

/** The same for psql. */
export function asScript(plan: SetupPlan): string[] {
  const name = literalOf(plan.database);
  const made = `SELECT ${literalOf(createDatabase(plan))} WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${name})`;
  const lines = ['\\set ON_ERROR_STOP on'];
  let isInside = false;
  for (const [index, step] of plan.steps.entries()) {
    lines.push('', `-- ${index + 1}. ${step.title}.`);
    if (step.isOfDatabase) lines.push(`${made}\\gexec`);
    if (step.isInside && !isInside) lines.push(`\\connect ${identifierOf(plan.database)}`);
    isInside = step.isInside;
    lines.push(...step.statements.map((sql) => `${sql};`));
  }
  return [...lines, '', '-- Then, as the owner: npm run db -- migrate'];
}
