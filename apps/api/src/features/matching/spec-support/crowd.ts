import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type Client, createClient } from '@aegis/client';
import type { Position } from '@aegis/contract';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';

export interface Member {
  id: string;
  token: string;
  client: Client;
}

interface NewUser {
  id: string;
  role: 'guard' | 'customer';
  token: string;
}

/**
 * Many people at once, straight into the tables: registering one by one costs a password hash each. The guards are
 * verified, on duty at `at` and as good as each other.
 */
export async function guardsOnDuty(
  dataSource: DataSource,
  baseUrl: string,
  { count, at, now }: { count: number; at: Position; now: Date },
): Promise<Member[]> {
  const users = await insertUsers(dataSource, 'guard', count, now);
  await dataSource.query(
    `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at,
       hourly_rate_cents, availability_status, current_location, location_updated_at, base_location)
     SELECT id, 'G-1', 'CA', $2::timestamptz + interval '1 year', $2, 2000, 'available', site, $2, site
     FROM unnest($1::uuid[]) AS id, geography(ST_SetSRID(ST_MakePoint($3, $4), 4326)) AS site`,
    [users.map(({ id }) => id), now, at.lng, at.lat],
  );
  return users.map(({ id, token }) => ({ id, token, client: createClient({ baseUrl, token }) }));
}

export async function customers(dataSource: DataSource, baseUrl: string, count: number, now: Date): Promise<Member[]> {
  const users = await insertUsers(dataSource, 'customer', count, now);
  return users.map(({ id, token }) => ({ id, token, client: createClient({ baseUrl, token }) }));
}

async function insertUsers(
  dataSource: DataSource,
  role: NewUser['role'],
  count: number,
  now: Date,
): Promise<NewUser[]> {
  const users = Array.from({ length: count }, (): NewUser => ({ id: randomUUID(), role, token: newToken() }));
  const ids = users.map(({ id }) => id);
  await dataSource.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     SELECT id, id || '@crowd.example', 'none', 'Kim', 'Lee', $2::user_role, 'active' FROM unnest($1::uuid[]) AS id`,
    [ids, role],
  );
  await dataSource.query(
    `INSERT INTO sessions (user_id, token_hash, created_at, last_active_at, expires_at)
     SELECT u.id, u.hash, $3, $3, $3::timestamptz + interval '1 day' FROM unnest($1::uuid[], $2::bytea[]) AS u(id, hash)`,
    [ids, users.map(({ token }) => sha256(token)), now],
  );
  return users;
}
