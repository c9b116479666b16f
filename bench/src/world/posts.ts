import type { Position } from '@aegis/contract';
import type pg from 'pg';
import { insertPeople, type Person } from './people.js';

/** A site with guards that no other site can reach, so that life-cycles under way at once never compete for a guard. */
export interface Post {
  site: Position;
  /** The one who takes every job here; two colleagues are offered it too, as a first wave has three. */
  guard: Person;
}

const GUARDS_AT_A_POST = 3;
const ROWS = 240;

/** 55 km apart at least, and the widest search reaches 24. */
const siteOf = (post: number): Position => ({ lat: (post % ROWS) / 2 - 60, lng: Math.floor(post / ROWS) - 179 });

export async function insertPosts(pool: pg.Pool, count: number): Promise<Post[]> {
  const guards = await insertPeople(pool, 'guard', count * GUARDS_AT_A_POST);
  const sites = guards.map((_, index) => siteOf(Math.floor(index / GUARDS_AT_A_POST)));
  await pool.query(
    `INSERT INTO guard_profiles (user_id, license_number, license_state, license_expires_on, license_verified_at,
       clearance_level, skills, availability_status, hourly_rate_cents, current_location, location_updated_at, base_location)
     SELECT id, 'B-' || id, 'CA', current_date + 400, now(), 'armed', '["patrol", "first aid"]', 'available', 2500, place,
       now() + interval '12 hours', place
     FROM (SELECT id, ST_SetSRID(ST_MakePoint(lng, lat), 4326)::geography AS place
           FROM unnest($1::uuid[], $2::float8[], $3::float8[]) AS posted (id, lat, lng)) AS placed`,
    [guards.map(({ id }) => id), sites.map(({ lat }) => lat), sites.map(({ lng }) => lng)],
  );
  await pool.query('VACUUM ANALYZE');
  return guards
    .filter((_, index) => index % GUARDS_AT_A_POST === 0)
    .map((guard, post) => ({ guard, site: siteOf(post) }));
}
