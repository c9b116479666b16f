import { Injectable } from '@nestjs/common';
import type { TimelineKind, UserRole, UserStatus } from '@aegis/contract';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { beginningWith } from '../../../platform/database/beginning.js';
import type { Position } from '../../../platform/http/paging.js';
import { Platform } from '../../../platform/platform.js';
import { type Actor } from '../../../platform/timeline/timeline.js';
import { identityErrors } from '../identity.errors.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { canonicalPhone, phoneBeginning } from './phone-numbers.js';
import { Commitments } from './commitments.js';
import { standingOf, type UserEntity } from './user.entity.js';
import { type KnownPerson, type ProfileChange, type StripeNames, UsersRepository } from './users.repository.js';

/** What changes whether somebody may use the service, and why, in words. */
type StatusKind = Extract<
  TimelineKind,
  'user.verified' | 'user.suspended' | 'user.reinstated' | 'user.erasure_requested' | 'user.erasure_cancelled'
>;

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly commitments: Commitments,
    private readonly platform: Platform,
  ) {}

  /** @throws 404 when there is no living user of this id. */
  async get(id: string): Promise<UserEntity> {
    const user = await this.users.byId(id);
    if (!user) throw httpErrors.problem('not_found');
    return user;
  }

  /** As administrators see them: also who has closed the account, until they are erased. @throws 404 */
  async getThere(id: string): Promise<UserEntity> {
    const user = await this.users.thereById(id);
    if (!user) throw httpErrors.problem('not_found');
    return user;
  }

  /** Those of `getThere`, newest first. */
  /** With `words` those of whom it is the beginning of their name, last name, e-mail or phone, as it is typed. */
  list(
    { words, ...filter }: { role?: UserRole; status?: UserStatus; words?: string },
    after: Position | null,
    limit: number,
  ): Promise<UserEntity[]> {
    return this.users.list({ ...filter, ...(words !== undefined && { begins: beginningsOf(words) }) }, after, limit);
  }

  /** Of these ids, by id; also those who have left. */
  async known(ids: readonly string[]): Promise<Map<string, KnownPerson>> {
    return new Map((await this.users.known(ids)).map((person) => [person.id, person]));
  }

  /** By the beginning of their name, last name, e-mail or phone, as it is typed. */
  search(words: string, limit: number): Promise<KnownPerson[]> {
    const { words: beginning, phone } = beginningsOf(words);
    return this.users.search(beginning, phone, limit);
  }

  async changeProfile(id: string, change: ProfileChange): Promise<UserEntity> {
    const { phone } = change;
    const canonical = typeof phone === 'string' ? { ...change, phone: canonicalPhone(phone) } : change;
    if (Object.keys(canonical).length > 0) await this.users.changeProfile(id, canonical);
    return this.get(id);
  }

  /** The payment provider's names for this person; null when there is no living user of this id. */
  stripeNamesOf(id: string): Promise<StripeNames | null> {
    return this.users.stripeNamesOf(id);
  }

  /** Erased people whom the payment provider still knows as customers. */
  erasedButKnownToStripe(): Promise<string[]> {
    return this.users.erasedButKnownToStripe();
  }

  /** The payment provider's name for a person who is erased here and not yet there. */
  stripeCustomerOfErased(id: string): Promise<string | null> {
    return this.users.stripeCustomerOfErased(id);
  }

  /** False when it was forgotten already. */
  forgetStripeCustomer(id: string): Promise<boolean> {
    return this.users.forgetStripeCustomer(id);
  }

  /** Remembers the payment provider's name for this person. */
  async linkStripe(id: string, link: Partial<Omit<StripeNames, 'status'>>): Promise<void> {
    await this.users.linkStripe(id, link);
  }

  /**
   * An administrator has seen this guard's papers: they may work.
   * @throws 409 `account_changed` when they were suspended or closed at the same moment.
   */
  async confirmIdentity(id: string, actor: Actor, reason: string): Promise<void> {
    await this.platform.database.transaction(async () => {
      const user = await this.get(id);
      const status = await this.users.confirmIdentity(id, user.status, this.platform.clock.now());
      if (!status) throw identityErrors.problem('account_changed');
      await this.recordStatus(user, status, 'user.verified', actor, reason);
    });
  }

  /**
   * Signs the account out everywhere and keeps it out. What it holds goes back to dispatch and what it asks for waits, in the
   * same transaction. An account that is closed meanwhile shields nobody: it comes back to nothing but the suspension.
   */
  async suspend(id: string, actor: Actor, reason: string): Promise<UserEntity> {
    if (actor.id === id) throw identityErrors.problem('cannot_suspend_yourself');
    return this.commitments.during({ userId: id, cause: 'suspended' }, async () => {
      const user = await this.getThere(id);
      const standing = standingOf(user);
      if (standing === 'suspended') throw identityErrors.problem('already_suspended');
      if (!(await this.users.suspend(id, standing))) throw identityErrors.problem('account_changed');
      await this.sessions.revokeAll(id);
      await this.recordStatus(user, 'suspended', 'user.suspended', actor, reason);
      await this.audit('user.suspended', actor, id, { from: standing, to: 'suspended' });
      return this.getThere(id);
    });
  }

  /** Lifts a suspension: the account is again what it was, and what it asks for is searched for again. */
  async reinstate(id: string, actor: Actor, reason: string): Promise<UserEntity> {
    return this.commitments.during({ userId: id, cause: 'reinstated' }, async () => {
      const user = await this.getThere(id);
      const status = await this.users.reinstate(id);
      if (!status) throw identityErrors.problem('not_suspended');
      await this.recordStatus(user, status, 'user.reinstated', actor, reason);
      await this.audit('user.reinstated', actor, id, { from: 'suspended', to: status });
      return this.getThere(id);
    });
  }

  /**
   * Closes the account at once, until `erasureDueAt` so that it can be brought back; then the privacy feature erases it.
   * @param refuse throws when it cannot be closed; asked while none of the person's jobs can change
   */
  async close(
    id: string,
    closing: { actor: Actor; erasureDueAt: Date; reason: string; refuse: () => Promise<void> },
  ): Promise<UserEntity> {
    const { actor, erasureDueAt, reason, refuse } = closing;
    return this.commitments.during({ userId: id, cause: 'closed' }, async () => {
      const user = await this.getThere(id);
      if (user.deletedAt) throw identityErrors.problem('already_closed');
      await refuse();
      if (!(await this.users.close(id, user.status, this.platform.clock.now(), erasureDueAt)))
        throw identityErrors.problem('account_changed');
      await this.sessions.revokeAll(id);
      await this.recordStatus(user, 'inactive', 'user.erasure_requested', actor, reason);
      return user;
    });
  }

  /** Brings a closed account back as it was. @throws 404 when there is none, 403 when it is suspended. */
  async reopen(id: string): Promise<UserEntity> {
    return this.platform.database.transaction(async () => {
      const user = await this.users.closingById(id);
      if (user && standingOf(user) === 'suspended') throw identityErrors.problem('suspended_stays_closed');
      const status = user && (await this.users.reopen(id));
      if (!status) throw httpErrors.problem('not_found');
      await this.recordStatus(user, status, 'user.erasure_cancelled', { id, role: user.role }, 'on request');
      return this.get(id);
    });
  }

  private recordStatus(
    user: UserEntity,
    to: UserStatus,
    type: StatusKind,
    actor: Actor,
    reason: string,
  ): Promise<void> {
    return this.platform.timeline.record({
      subject: { userId: user.id },
      type,
      actor,
      from: standingOf(user),
      to,
      details: { reason },
    });
  }

  private audit(action: string, actor: Actor, subjectId: string, facts: Record<string, string>): Promise<void> {
    return this.platform.audit.record({ action, actor, subjectId, facts });
  }
}

/** Of what is typed, as it is looked for in names and addresses, and in numbers; null: it is none. */
function beginningsOf(typed: string): { words: string; phone: string | null } {
  const phone = phoneBeginning(typed);
  return { words: beginningWith(typed), phone: phone && beginningWith(phone) };
}
