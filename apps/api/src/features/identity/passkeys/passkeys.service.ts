import { Injectable } from '@nestjs/common';
import { type Answer, api, type Input } from '@aegis/contract';
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import { breaks } from '../../../platform/database/database-refusal.js';
import type { Caller } from '../../../platform/http/http-request.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { passkeyMail } from '../credentials/mails.js';
import { OwnProof } from '../credentials/own-proof.js';
import { identityErrors } from '../identity.errors.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { PasskeyProofs, userHandleOf } from './passkey-proofs.js';
import { type Passkey, PasskeysRepository } from './passkeys.repository.js';
import { RelyingParty } from './relying-party.js';

const CHALLENGE_MS = 5 * MINUTE_MS;
/** A telephone, a computer, a key or two at home. */
const MOST_PASSKEYS = 20;

type Proof = Input<typeof api.passkeys.remove>['body'];
type Offer = Answer<typeof api.passkeys.offer>;
type Question = Answer<typeof api.passkeys.challenge>;

/** A person's passkeys, and the challenges for them: docs/decisions/0152-passkeys.md. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly proofs: PasskeyProofs,
    private readonly party: RelyingParty,
    private readonly own: OwnProof,
    private readonly sessions: SessionsService,
    private readonly mail: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  ofUser(userId: string): Promise<Passkey[]> {
    return this.passkeys.ofUser(userId);
  }

  /** @throws 422 `wrong_password`, 401 `second_factor_needed`, `wrong_second_factor` */
  async offer(caller: Caller, proof: Proof): Promise<Offer> {
    const { userId } = caller;
    const user = await this.own.proved(caller, proof);
    const known = await this.passkeys.ofUser(userId);
    const options = await generateRegistrationOptions({
      rpName: this.party.name,
      rpID: this.party.id,
      userName: user.email,
      userDisplayName: user.email,
      userID: userHandleOf(userId),
      timeout: CHALLENGE_MS,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        id: isoBase64URL.fromBuffer(new Uint8Array(credentialId)),
        transports,
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { challengeId: await this.issue(options.challenge, userId), options: options as Offer['options'] };
  }

  /** @throws 422 `challenge_not_valid`, `passkey_not_made`, 409 `passkey_known`, `too_many_passkeys` */
  async add(caller: Caller, { challengeId, name, response }: Input<typeof api.passkeys.add>['body']): Promise<Passkey> {
    const challenge = await this.use(challengeId, caller.userId);
    const credential = await this.proofs.created(response, challenge);
    const [id, createdAt] = [this.platform.ids.next(), this.platform.clock.now()];
    const { transports } = response.response;
    const passkey = { ...credential, id, userId: caller.userId, transports, name, createdAt };
    try {
      await this.change(caller, 'user.passkey_added', name, async () => {
        if (!(await this.passkeys.insert(passkey, MOST_PASSKEYS))) throw identityErrors.problem('too_many_passkeys');
      });
    } catch (error) {
      if (breaks(error, 'passkeys_credential_id_unique')) throw identityErrors.problem('passkey_known');
      throw error;
    }
    return { ...passkey, lastUsedAt: null };
  }

  /** @throws 404 */
  async rename({ userId }: Caller, id: string, name: string): Promise<Passkey> {
    const passkey = await this.passkeys.rename(id, userId, name);
    if (!passkey) throw httpErrors.problem('not_found');
    return passkey;
  }

  /** Signs out everywhere else: whoever has the device may be signed in with it. @throws 404, and as `offer` */
  async remove(caller: Caller, id: string, proof: Proof): Promise<void> {
    const { userId, sessionId } = caller;
    await this.own.proved(caller, proof);
    const passkey = (await this.passkeys.ofUser(userId)).find((own) => own.id === id);
    if (!passkey) throw httpErrors.problem('not_found');
    await this.change(caller, 'user.passkey_removed', passkey.name, async () => {
      if ((await this.passkeys.remove(id, userId)) === null) throw httpErrors.problem('not_found');
      await this.sessions.revokeAll(userId, sessionId);
    });
  }

  /** For whoever signs in: the device offers what it has for this site. */
  async challenge(): Promise<Question> {
    const options = await generateAuthenticationOptions({
      rpID: this.party.id,
      timeout: CHALLENGE_MS,
      userVerification: 'required',
    });
    return { challengeId: await this.issue(options.challenge, null), options: options as Question['options'] };
  }

  /** @param userId null: of a sign-in. @throws 422 `challenge_not_valid` */
  async use(challengeId: string, userId: string | null): Promise<string> {
    const challenge = await this.passkeys.useChallenge(challengeId, userId, this.platform.clock.now());
    if (challenge === null) throw identityErrors.problem('challenge_not_valid');
    return challenge;
  }

  private async issue(challenge: string, userId: string | null): Promise<string> {
    const [id, createdAt] = [this.platform.ids.next(), this.platform.clock.now()];
    await this.passkeys.issue({ id, challenge, userId, createdAt, expiresAt: shift(createdAt, CHALLENGE_MS) });
    return id;
  }

  private async change(
    caller: Caller,
    action: 'user.passkey_added' | 'user.passkey_removed',
    name: string,
    work: () => Promise<void>,
  ): Promise<void> {
    const { userId, role } = caller;
    await this.platform.database.transaction(async () => {
      const owner = await this.own.held(caller);
      await work();
      await this.platform.audit.record({ action, actor: { id: userId, role }, subjectId: userId });
      this.mail.send(passkeyMail(owner, name, action === 'user.passkey_added'));
    });
  }
}
