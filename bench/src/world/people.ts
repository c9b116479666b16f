import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { UserRole } from '@aegis/contract';
import type pg from 'pg';

export interface Person {
  id: string;
  /** Of a live session. */
  token: string;
}

/** Active users of a role, each signed in. Written past registration: it would spend the run on hashing passwords. */
export async function insertPeople(pool: pg.Pool, role: UserRole, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, () => ({
    id: randomUUID(),
    token: randomBytes(32).toString('base64url'),
  }));
  const ids = people.map(({ id }) => id);
  await pool.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     SELECT id, $2 || '-' || id || '@bench.example', 'none', 'Bench', 'Person', $2::user_role, 'active'
     FROM unnest($1::uuid[]) AS id`,
    [ids, role],
  );
  const hashes = people.map(({ token }) => createHash('sha256').update(token).digest());
  await pool.query(
    `INSERT INTO sessions (user_id, token_hash, expires_at)
     SELECT user_id, token_hash, now() + interval '7 days'
     FROM unnest($1::uuid[], $2::bytea[]) AS opened (user_id, token_hash)`,
    [ids, hashes],
  );
  return people;
}
