import { Injectable } from '@nestjs/common';
import type { api, Input } from '@aegis/contract';
import {
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL, isoUint8Array } from '@simplewebauthn/server/helpers';
import { identityErrors } from '../identity.errors.js';
import type { Passkey } from './passkeys.repository.js';
import { RelyingParty } from './relying-party.js';

type Created = Input<typeof api.passkeys.add>['body']['response'];
type Proved = Input<typeof api.passkeys.signIn>['body']['response'];
type Credential = NonNullable<VerifiedRegistrationResponse['registrationInfo']>;

/** What of a new credential is kept. */
interface NewCredential {
  credentialId: Buffer;
  publicKey: Buffer;
  counter: number;
  isSynced: boolean;
  isBackedUp: boolean;
}

/** Whether what a device answers proves what it should: for this site, to this challenge, with its owner verified by it. */
@Injectable()
export class PasskeyProofs {
  constructor(private readonly party: RelyingParty) {}

  /** @throws 422 `passkey_not_made` */
  async created(response: Created, challenge: string): Promise<NewCredential> {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: this.party.origin,
      expectedRPID: this.party.id,
      requireUserVerification: true,
    }).catch(() => ({ registrationInfo: undefined }));
    if (!registrationInfo) throw identityErrors.problem('passkey_not_made');
    return keptOf(registrationInfo);
  }

  /** @throws 401 `wrong_passkey` */
  async proved(
    response: Proved,
    { passkey, challenge }: { passkey: Passkey; challenge: string },
  ): Promise<{ counter: number; isBackedUp: boolean }> {
    const { userHandle } = response.response;
    const isOwner = userHandle === handleOf(passkey.userId);
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: this.party.origin,
      expectedRPID: this.party.id,
      credential: {
        id: isoBase64URL.fromBuffer(new Uint8Array(passkey.credentialId)),
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    }).catch(() => ({ verified: false, authenticationInfo: undefined }));
    if (!verified || !isOwner || !authenticationInfo) throw identityErrors.problem('wrong_passkey');
    return { counter: authenticationInfo.newCounter, isBackedUp: authenticationInfo.credentialBackedUp };
  }
}

/** How a device names its owner to us: the id of the account, and nothing that says more. */
export const userHandleOf = (userId: string): Uint8Array<ArrayBuffer> =>
  isoUint8Array.fromHex(userId.replaceAll('-', ''));

const handleOf = (userId: string): string => isoBase64URL.fromBuffer(userHandleOf(userId));

const keptOf = ({ credential, credentialDeviceType, credentialBackedUp }: Credential): NewCredential => ({
  credentialId: Buffer.from(isoBase64URL.toBuffer(credential.id)),
  publicKey: Buffer.from(credential.publicKey),
  counter: credential.counter,
  isSynced: credentialDeviceType === 'multiDevice',
  isBackedUp: credentialBackedUp,
});
