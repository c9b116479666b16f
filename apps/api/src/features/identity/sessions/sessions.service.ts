import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '../../../platform/clock/clock.js';
import { DAY_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { Config } from '../../../platform/config/config.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { Database } from '../../../platform/database/database.js';
import type { Authenticator, Caller } from '../../../platform/http/access.js';
import { RecentSessions } from './recent-sessions.js';
import { SessionStore, type StoredSession } from './session-store.js';

/** The sliding end is moved at most once in this time: a write a request would cost more than it is worth. */
const EXTEND_AFTER_MS = 5 * MINUTE_MS;

export interface NewSession {
  /** Given out once; only its hash is stored. */
  token: string;
  expiresAt: Date;
}

@Injectable()
export class SessionsService implements Authenticator {
  private readonly listeners: ((isEnded: (caller: Caller) => boolean) => void)[] = [];

  constructor(
    private readonly sessions: SessionStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly config: Config,
    private readonly recent: RecentSessions,
    private readonly database: Database,
  ) {}

  async open(userId: string, device: string | null, ip: string | null): Promise<NewSession> {
    const token = newToken();
    const now = this.clock.now();
    const expiresAt = this.endOf(now, now);
    await this.sessions.insert({
      id: this.ids.next(),
      userId,
      tokenHash: sha256(token),
      device: device?.slice(0, 200) ?? null,
      ip,
      createdAt: now,
      lastActiveAt: now,
      expiresAt,
    });
    return { token, expiresAt };
  }

  async authenticate(token: string): Promise<Caller | null> {
    const now = this.clock.now();
    const session = await this.sessions.live(sha256(token), now);
    if (!session) return null;
    if (now.getTime() - session.lastActiveAt.getTime() > EXTEND_AFTER_MS)
      await this.sessions.extend(session, now, this.endOf(session.createdAt, now));
    return { userId: session.userId, role: session.role, sessionId: session.sessionId };
  }

  authenticateRecently(token: string): Promise<Caller | null> | Caller {
    const hash = sha256(token).toString('base64');
    return this.recent.find(hash, this.clock.now()) ?? this.authenticateAndRemember(token, hash);
  }

  /** Those of `sessionIds` that are live now. */
  async liveOf(sessionIds: readonly string[]): Promise<Set<string>> {
    return new Set(await this.sessions.liveOf(sessionIds, this.clock.now()));
  }

  /** Told, after the commit, of sessions that this process has ended. */
  onEnd(listener: (isEnded: (caller: Caller) => boolean) => void): void {
    this.listeners.push(listener);
  }

  ofUser(userId: string): Promise<StoredSession[]> {
    return this.sessions.ofUser(userId, this.clock.now());
  }

  async revoke(userId: string, sessionId: string): Promise<boolean> {
    const revoked = await this.sessions.revoke(userId, sessionId, this.clock.now());
    if (revoked) this.tellOfEnd((caller) => caller.sessionId === sessionId);
    return revoked;
  }

  /** All of a person's sessions, or all but the one in use. */
  async revokeAll(userId: string, except?: string): Promise<void> {
    await this.sessions.revokeAll(userId, this.clock.now(), except);
    this.tellOfEnd((caller) => caller.userId === userId && caller.sessionId !== except);
  }

  private async authenticateAndRemember(token: string, hash: string): Promise<Caller | null> {
    const { state } = this.recent;
    const caller = await this.authenticate(token);
    if (caller) this.recent.remember(hash, caller, this.clock.now(), state);
    return caller;
  }

  private tellOfEnd(isEnded: (caller: Caller) => boolean): void {
    this.database.afterCommit(() => {
      this.recent.forget(isEnded);
      for (const listener of this.listeners) listener(isEnded);
    });
  }

  /** Seven days after the last use, but never more than thirty after sign-in (both configurable). */
  private endOf(createdAt: Date, lastUse: Date): Date {
    const { SESSION_SLIDING_DAYS, SESSION_MAX_DAYS } = this.config.rules;
    const sliding = shift(lastUse, SESSION_SLIDING_DAYS * DAY_MS);
    const latest = shift(createdAt, SESSION_MAX_DAYS * DAY_MS);
    return sliding < latest ? sliding : latest;
  }
}
