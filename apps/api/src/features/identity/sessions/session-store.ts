import type { UserRole } from '@aegis/contract';
import type { SessionEntity } from './session.entity.js';

export interface LiveSession {
  sessionId: string;
  userId: string;
  role: UserRole;
  createdAt: Date;
  lastActiveAt: Date;
}

export type StoredSession = Pick<
  SessionEntity,
  'id' | 'userId' | 'tokenHash' | 'device' | 'ip' | 'createdAt' | 'lastActiveAt' | 'expiresAt'
>;

/** Where sessions are kept: the database, or Redis where there is one. */
export abstract class SessionStore {
  abstract insert(session: StoredSession): Promise<void>;
  /** Asked on every request. Null for a session that is unknown or ended, or whose user may not be in. */
  abstract live(tokenHash: Buffer, now: Date): Promise<LiveSession | null>;
  /** Those of `sessionIds` that are live, and whose users may sign in. */
  abstract liveOf(sessionIds: readonly string[], now: Date): Promise<string[]>;
  abstract extend(session: LiveSession, now: Date, expiresAt: Date): Promise<void>;
  /** Live ones, newest first. */
  abstract ofUser(userId: string, now: Date): Promise<StoredSession[]>;
  /** False when there is no such live session of this user. */
  abstract revoke(userId: string, sessionId: string, now: Date): Promise<boolean>;
  /** All but `except`. */
  abstract revokeAll(userId: string, now: Date, except?: string): Promise<void>;
}
