import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import type { Authenticator } from '../../../platform/http/access.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { Platform } from '../../../platform/platform.js';
import { RecentSessions } from './recent-sessions.js';
import { SessionsRepository, type StoredSession } from './sessions.repository.js';

/** The sliding end is moved at most once in this time: a write a request would cost more than it is worth. */
const EXTEND_AFTER_MS = 5 * MINUTE_MS;

/** Enough to read, to save and to decide; it is never extended. */
const RIGHTS_SESSION_MS = HOUR_MS;

export interface NewSession {
  /** Given out once; only its hash is stored. */
  token: string;
  expiresAt: Date;
}

@Injectable()
export class SessionsService implements Authenticator {
  private readonly listeners: ((isEnded: (caller: Caller) => boolean) => void)[] = [];

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly recent: RecentSessions,
    private readonly platform: Platform,
  ) {}

  open(userId: string, device: string | null, ip: string | null): Promise<NewSession> {
    const now = this.platform.clock.now();
    return this.insert({ userId, device, ip, isForRights: false }, now, this.endOf(now, now));
  }

  /** For who is kept out of their account: see `Rights`. */
  openForRights(userId: string, device: string | null, ip: string | null): Promise<NewSession> {
    const now = this.platform.clock.now();
    return this.insert({ userId, device, ip, isForRights: true }, now, shift(now, RIGHTS_SESSION_MS));
  }

  private async insert(
    { device, ...session }: Pick<StoredSession, 'userId' | 'device' | 'ip' | 'isForRights'>,
    now: Date,
    expiresAt: Date,
  ): Promise<NewSession> {
    const token = newToken();
    await this.sessions.insert({
      ...session,
      id: this.platform.ids.next(),
      tokenHash: sha256(token),
      device: device?.slice(0, 200) ?? null,
      createdAt: now,
      lastActiveAt: now,
      expiresAt,
    });
    return { token, expiresAt };
  }

  async authenticate(token: string): Promise<Caller | null> {
    const now = this.platform.clock.now();
    const session = await this.sessions.live(sha256(token), now);
    if (!session) return null;
    const { userId, role, sessionId, isForRights } = session;
    if (!isForRights && now.getTime() - session.lastActiveAt.getTime() > EXTEND_AFTER_MS)
      await this.sessions.extend(session, now, this.endOf(session.createdAt, now));
    return { userId, role, language: session.language, sessionId, isForRights };
  }

  authenticateRecently(token: string): Promise<Caller | null> | Caller {
    const hash = sha256(token).toString('base64');
    return this.recent.find(hash, this.platform.clock.now()) ?? this.authenticateAndRemember(token, hash);
  }

  /** Of whoever holds the token; nothing happens where it is none (any more). */
  async end(token: string): Promise<void> {
    const caller = await this.authenticate(token);
    if (caller) await this.revoke(caller.userId, caller.sessionId);
  }

  /** Those of `sessionIds` that are live now. */
  async liveOf(sessionIds: readonly string[]): Promise<Set<string>> {
    return new Set(await this.sessions.liveOf(sessionIds, this.platform.clock.now()));
  }

  /** Told, after the commit, of sessions that this process has ended. */
  onEnd(listener: (isEnded: (caller: Caller) => boolean) => void): void {
    this.listeners.push(listener);
  }

  ofUser(userId: string): Promise<StoredSession[]> {
    return this.sessions.ofUser(userId, this.platform.clock.now());
  }

  async revoke(userId: string, sessionId: string): Promise<boolean> {
    const revoked = await this.sessions.revoke(userId, sessionId, this.platform.clock.now());
    if (revoked) this.tellOfEnd((caller) => caller.sessionId === sessionId);
    return revoked;
  }

  /** All of a person's sessions, or all but the one in use. */
  async revokeAll(userId: string, except?: string): Promise<void> {
    await this.sessions.revokeAll(userId, this.platform.clock.now(), except);
    this.tellOfEnd((caller) => caller.userId === userId && caller.sessionId !== except);
  }

  private async authenticateAndRemember(token: string, hash: string): Promise<Caller | null> {
    const { state } = this.recent;
    const caller = await this.authenticate(token);
    if (caller) this.recent.remember(hash, caller, this.platform.clock.now(), state);
    return caller;
  }

  private tellOfEnd(isEnded: (caller: Caller) => boolean): void {
    this.platform.database.afterCommit(() => {
      this.recent.forget(isEnded);
      for (const listener of this.listeners) listener(isEnded);
    });
  }

  /** Seven days after the last use, but never more than thirty after sign-in (both configurable). */
  private endOf(createdAt: Date, lastUse: Date): Date {
    const { SESSION_SLIDING_DAYS, SESSION_MAX_DAYS } = this.platform.config.rules;
    const sliding = shift(lastUse, SESSION_SLIDING_DAYS * DAY_MS);
    const latest = shift(createdAt, SESSION_MAX_DAYS * DAY_MS);
    return sliding < latest ? sliding : latest;
  }
}
