import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { api, WireAnswer } from '@aegis/contract';
import { isoCBOR } from '@simplewebauthn/server/helpers';

type Creation = WireAnswer<typeof api.passkeys.offer>['options'];
type Question = WireAnswer<typeof api.passkeys.challenge>['options'];

/** Bits of the flags of authenticator data: WebAuthn, section 6.1. */
const FLAGS = { present: 0x01, verified: 0x04, mayBeSynced: 0x08, isSynced: 0x10, hasCredential: 0x40 };
const ES256 = -7;

/** How a device does it otherwise. */
export interface Manner {
  origin?: string;
  rpId?: string;
  /** Whether it has checked that its owner is there, by finger, face or PIN. */
  isVerified?: boolean;
  /** What it counts its uses as; null: as it should. */
  counter?: number;
  userHandle?: string;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

const COSE = { kty: 1, alg: 3, crv: -1, x: -2, y: -3, ec2: 2, p256: 1 };

/** The public key as authenticators write it: COSE, of elliptic curve P-256. */
function coseOf(key: KeyObject): Uint8Array {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const entries: [number, number | Uint8Array][] = [
    [COSE.kty, COSE.ec2],
    [COSE.alg, ES256],
    [COSE.crv, COSE.p256],
    [COSE.x, new Uint8Array(Buffer.from(x, 'base64url'))],
    [COSE.y, new Uint8Array(Buffer.from(y, 'base64url'))],
  ];
  return isoCBOR.encode(new Map(entries));
}

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

const uint = (value: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
};

/** A device that makes passkeys and signs with them, as the standard has it, of one passkey. */
export class Authenticator {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly id = randomBytes(32);
  private userHandle = '';
  private counter = 0;

  /** @param counts whether it counts its uses; those that are synced do not */
  constructor(
    private readonly origin: string,
    private readonly counts = true,
  ) {}

  create({ challenge, rp, user }: Pick<Creation, 'challenge' | 'rp' | 'user'>, manner: Manner = {}) {
    this.userHandle = user.id;
    const credential = Buffer.concat([Buffer.alloc(16), uint(this.id.length, 2), this.id, coseOf(this.keys.publicKey)]);
    const data = this.authenticatorData(rp.id, manner, credential);
    const parts: [string, unknown][] = [
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(data)],
    ];
    const attestationObject = isoCBOR.encode(new Map(parts) as never);
    const said = clientData('webauthn.create', challenge, manner.origin ?? this.origin);
    return {
      ...this.names(),
      response: {
        clientDataJSON: base64url(said),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
    };
  }

  sign({ challenge, rpId }: Pick<Question, 'challenge' | 'rpId'>, manner: Manner = {}) {
    const data = this.authenticatorData(rpId, manner);
    const said = clientData('webauthn.get', challenge, manner.origin ?? this.origin);
    const signature = sign('sha256', Buffer.concat([data, sha256(said)]), this.keys.privateKey);
    return {
      ...this.names(),
      response: {
        clientDataJSON: base64url(said),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        userHandle: manner.userHandle ?? this.userHandle,
      },
    };
  }

  private names() {
    return { id: base64url(this.id), rawId: base64url(this.id), type: 'public-key' as const };
  }

  private authenticatorData(rpId: string, manner: Manner, credential?: Buffer): Buffer {
    const { isVerified = true, counter = this.counts ? ++this.counter : 0 } = manner;
    const flags =
      FLAGS.present |
      (isVerified ? FLAGS.verified : 0) |
      (this.counts ? 0 : FLAGS.mayBeSynced | FLAGS.isSynced) |
      (credential ? FLAGS.hasCredential : 0);
    return Buffer.concat([
      ...[sha256(manner.rpId ?? rpId), uint(flags, 1), uint(counter, 4)],
      ...(credential ? [credential] : []),
    ]);
  }
}
