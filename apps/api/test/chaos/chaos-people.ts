import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type Client, createClient } from '@aegis/client';
import type { UserRole } from '@aegis/contract';
import { newToken, sha256 } from '../../src/platform/crypto/tokens.js';

export interface ChaosPerson {
  id: string;
  client: Client;
}

/** Signed in without a password: hashing a thousand of them is not what is tested; for longer than any clock is set ahead. */
export async function addPerson(dataSource: DataSource, baseUrl: string, role: UserRole): Promise<ChaosPerson> {
  const [id, token] = [randomUUID(), newToken()];
  await dataSource.query(
    `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status)
     VALUES ($1, $2, 'none', 'Kim', 'Lee', $3, 'active')`,
    [id, `${id}@test.example`, role],
  );
  if (role === 'guard')
    await dataSource.query(
      `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at)
       VALUES ($1, 'G-1', 'CA', '2099-12-31', now())`,
      [id],
    );
  await dataSource.query(
    `INSERT INTO sessions (user_id, token_hash, expires_at) VALUES ($1, $2, now() + interval '60 days')`,
    [id, sha256(token)],
  );
  return { id, client: createClient({ baseUrl, token }) };
}
