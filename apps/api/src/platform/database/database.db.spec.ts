import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDataSource, type TestDataSource } from '../../../database/spec-support/test-data-source.js';
import { Database } from './database.js';
import { integer } from './sql-types.js';
import { composed } from './statement.js';
import { databaseErrorOf } from './database-refusal.js';

let test: TestDataSource;
let database: Database;

beforeAll(async () => {
  test = await openTestDataSource();
  database = new Database(test.dataSource);
  await database.run(`CREATE TABLE kept (id integer PRIMARY KEY, CONSTRAINT kept_small CHECK (id < 100))`);
});
afterAll(async () => {
  // On the embedded engine all files share one database, and one of them knows every table there may be.
  await database.run(`DROP TABLE kept`);
  await test.close();
});
beforeEach(() => database.run(`DELETE FROM kept`));

const INSERT = { name: 'kept_insert', text: `INSERT INTO kept (id) VALUES ($1)` };

const KEPT = composed({ gives: { id: integer('id') }, text: (row) => `SELECT ${row} FROM kept ORDER BY id` });

const kept = async (): Promise<number[]> => (await database.rows(KEPT)).map(({ id }) => id);

const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => databaseErrorOf(error)?.code ?? String(error),
  );

describe('a statement that is written and not waited for', () => {
  it('is part of the transaction, in its order', async () => {
    await database.transaction(async () => {
      await database.write(INSERT, [1]);
      await database.write(INSERT, [2]);
      expect(await kept()).toEqual([1, 2]);
    });
    expect(await kept()).toEqual([1, 2]);
  });

  it('fails the transaction, whatever was sent after it', async () => {
    const work = database.transaction(async () => {
      await database.write(INSERT, [1]);
      await database.write(INSERT, [1]);
      await database.write(INSERT, [3]);
    });
    expect(await codeOf(work)).toBe('23505');
    expect(await kept()).toEqual([]);
  });

  it('is the failure that is told, not that of a statement that was refused because of it', async () => {
    const work = database.transaction(async () => {
      await database.write(INSERT, [100]);
      await database.anyRows(`SELECT 1`);
    });
    expect(await codeOf(work)).toBe('23514');
  });

  it('runs what waits for the commit only after one', async () => {
    const done: string[] = [];
    await database.transaction(async () => {
      database.afterCommit(() => done.push('committed'));
      await database.write(INSERT, [1]);
      expect(done).toEqual([]);
    });
    await codeOf(
      database.transaction(async () => {
        database.afterCommit(() => done.push('never'));
        await database.write(INSERT, [1]);
      }),
    );
    expect(done).toEqual(['committed']);
  });

  it('leaves the connection as it was for the next', async () => {
    for (let round = 0; round < 5; round++) {
      await codeOf(database.transaction(() => database.write(INSERT, [100])));
      await database.transaction(() => database.write(INSERT, [round]));
    }
    expect(await kept()).toEqual([0, 1, 2, 3, 4]);
  });
});
