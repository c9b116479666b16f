import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { SECOND_MS } from '../../../platform/clock/duration.js';
import type { Caller } from '../../../platform/http/http-request.js';

/** How long another process's revocation may go unnoticed on the routes that use this. */
const RECENT_MS = 5 * SECOND_MS;
/** About 300 bytes each: 15 MB for as many guards on the move on one process. */
const REMEMBERED_SESSIONS = 50_000;

interface Proved {
  caller: Caller;
  until: number;
}

/** Who was proved by which token a moment ago. Keys are hashes: the tokens themselves stay nowhere. */
@Injectable()
export class RecentSessions {
  private readonly byToken = new LRUCache<string, Proved>({ max: REMEMBERED_SESSIONS });
  private revocations = 0;

  /** To be taken before a session is looked up and given to `remember` after. */
  get state(): number {
    return this.revocations;
  }

  find(tokenHash: string, now: Date): Caller | null {
    const proved = this.byToken.get(tokenHash);
    return proved && proved.until > now.getTime() ? proved.caller : null;
  }

  /** Nothing is remembered when something was revoked since `state`: the look-up may have been before it. */
  remember(tokenHash: string, caller: Caller, now: Date, state: number): void {
    if (state !== this.revocations) return;
    this.byToken.set(tokenHash, { caller, until: now.getTime() + RECENT_MS });
  }

  forget(isEnded: (caller: Caller) => boolean): void {
    this.revocations++;
    const ended: string[] = [];
    for (const [hash, { caller }] of this.byToken) if (isEnded(caller)) ended.push(hash);
    for (const hash of ended) this.byToken.delete(hash);
  }
}
