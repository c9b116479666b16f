import { describe, expect, it } from 'vitest';
import { NewerSchemaError } from '../../platform/database/migrations.js';
import { CommandRefusal } from './command.js';
import { explain } from './failures.js';

const SERVER = 'postgres://aegis:s3cret@db.example:5432/aegis?sslmode=require';

const databaseError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('a failure is told in one sentence', () => {
  it.each([
    ['ECONNREFUSED', 'connect', 'postgres://db.example:5432/aegis cannot be reached (ECONNREFUSED).'],
    ['ENOTFOUND', 'getaddrinfo', 'postgres://db.example:5432/aegis cannot be reached (ENOTFOUND).'],
    ['28P01', 'password authentication failed for user "aegis"', 'refused the sign-in'],
    ['3D000', 'database "aegis" does not exist', 'Create it with createdb'],
    ['42501', 'permission denied to create extension "postgis"', 'must own the database'],
    ['0A000', 'extension "postgis" is not available', 'Install PostGIS'],
    ['53300', 'too many connections', '(SQLSTATE 53300)'],
  ])('%s', (code, message, part) => {
    const sentence = explain(databaseError(code, message), SERVER);
    expect(sentence).toContain(part);
    expect(sentence).not.toContain('s3cret');
  });

  it('names the embedded database when there is no server', () => {
    expect(explain(databaseError('23514', 'broken'), undefined)).toMatch(/^the embedded database refused: broken/);
  });

  it('of our own as it is', () => {
    expect(explain(new CommandRefusal('Not so.'), SERVER)).toBe('Not so.');
    expect(explain(new NewerSchemaError(['Later1']), SERVER)).toContain('Later1');
  });
});

it('leaves a mistake of ours unexplained, so that its stack trace is shown', () => {
  expect(explain(new TypeError('x is not a function'), SERVER)).toBeUndefined();
});
