import { createHash } from 'node:crypto';
import type pg from 'pg';
import { rowsOf } from './database.js';

export interface Session {
  userId: string;
  role: 'customer' | 'guard' | 'admin';
}

export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** The look-up that the API makes at every request. */
const LIVE = {
  name: 'session_live',
  text: `SELECT s.id AS "sessionId", s.user_id AS "userId", u.role, s.created_at AS "createdAt",
           s.last_active_at AS "lastActiveAt"
         FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2
           AND u.deleted_at IS NULL AND u.status IN ('active', 'pending_verification')`,
};

interface Asking {
  headers: { authorization?: string | undefined };
}

/** @throws 401 without a live session, 403 for another role. */
export async function signedIn(pool: pg.Pool, request: Asking, role: Session['role']): Promise<Session> {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const hash = createHash('sha256').update(token).digest();
  const [session] = await rowsOf<Session>(pool, LIVE, [hash, new Date()]);
  if (!session) throw new HttpError(401, 'sign in first');
  if (session.role !== role) throw new HttpError(403, 'not for your role');
  return session;
}
