import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';
import type { Call, WireAnswer, api } from '@aegis/contract';
import { client } from './client';
import { NoPasskey } from './no-passkey';
import { words } from '../words/words';

type Added = WireAnswer<typeof api.passkeys.add>;
type SignedIn = WireAnswer<typeof api.passkeys.signIn>;
type Proof = Call<typeof api.passkeys.offer>['body'];

export async function makePasskey(name: string, proof: Proof): Promise<Added> {
  const { challengeId, options } = await client.passkeys.offer({ body: proof });
  const { id, rawId, type, response } = await fromDevice(startRegistration({ optionsJSON: options }));
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const made = { id, rawId, type: type as 'public-key', response: { clientDataJSON, attestationObject, transports } };
  return client.passkeys.add({ body: { challengeId, name, response: made } });
}

export async function signInWithPasskey(): Promise<SignedIn> {
  const { challengeId, options } = await client.passkeys.challenge();
  const { id, rawId, type, response } = await fromDevice(startAuthentication({ optionsJSON: options }));
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = response;
  const proved = { clientDataJSON, authenticatorData, signature, userHandle };
  const body = { challengeId, response: { id, rawId, type: type as 'public-key', response: proved } };
  return client.passkeys.signIn({ body });
}

async function fromDevice<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    throw new NoPasskey(sentenceOf(error));
  }
}

function sentenceOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return words('account.passkeys.known');
  if (name === 'NotAllowedError') return words('account.passkeys.stopped');
  return words(name === 'SecurityError' ? 'account.passkeys.otherName' : 'account.passkeys.failed');
}
