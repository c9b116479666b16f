import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { KeyRing } from './key-ring.js';

/** Where a value lives. It is authenticated with the value: in another row or column it does not decrypt. */
export interface Place {
  table: string;
  column: string;
  rowId: string;
}

export class UnreadableValueError extends Error {}

const VERSION = 'v1';
/** NIST SP 800-38D: 96 bits, random, for fewer than 2^32 values a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER = /^v1:([a-z0-9-]{1,31}):/;
/** More than the longest header. */
const HEADER_BYTES = 48;

/** Fields as AES-256-GCM ciphertext: `v1:<key id>:<base64url of nonce, ciphertext, tag>`; bytes keep the tail as bytes. */
@Injectable()
export class FieldCipher {
  constructor(private readonly config: Config) {}

  encrypt(value: string, place: Place): string {
    const { activeId } = this.ring;
    return `${header(activeId)}${this.seal(Buffer.from(value), place).toString('base64url')}`;
  }

  /** @throws UnreadableValueError for a value that was changed, moved, or whose key is missing or wrong. */
  decrypt(value: string, place: Place): string {
    const { id, length } = readHeader(value, place);
    return this.unseal(id, Buffer.from(value.slice(length), 'base64url'), place).toString();
  }

  encryptBytes(content: Uint8Array, place: Place): Buffer {
    return Buffer.concat([Buffer.from(header(this.ring.activeId)), this.seal(content, place)]);
  }

  /** @throws UnreadableValueError like `decrypt`. */
  decryptBytes(value: Buffer, place: Place): Buffer {
    const { id, length } = readHeader(value.subarray(0, HEADER_BYTES).toString('latin1'), place);
    return this.unseal(id, value.subarray(length), place);
  }

  /** What values of the active key start with. */
  get activeHeader(): string {
    return header(this.ring.activeId);
  }

  get activeId(): string {
    return this.ring.activeId;
  }

  private seal(plain: Uint8Array, place: Place): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.ring.key(this.ring.activeId), nonce);
    cipher.setAAD(associatedData(place));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  private unseal(keyId: string, sealed: Buffer, place: Place): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.ring.key(keyId), sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(associatedData(place));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new UnreadableValueError(
        `${place.table}.${place.column} of ${place.rowId} cannot be read with the key ${keyId}`,
        { cause },
      );
    }
  }

  private get ring(): KeyRing {
    if (!this.config.keys)
      throw new Error('ENCRYPTION_KEYS is not set: encrypted fields can be neither written nor read');
    return this.config.keys;
  }
}

const header = (keyId: string): string => `${VERSION}:${keyId}:`;

/** As JSON: no two places spell the same bytes. */
const associatedData = ({ table, column, rowId }: Place): Buffer => Buffer.from(JSON.stringify([table, column, rowId]));

function readHeader(value: string, place: Place): { id: string; length: number } {
  const match = HEADER.exec(value);
  if (!match)
    throw new UnreadableValueError(`${place.table}.${place.column} of ${place.rowId} is not an encrypted value`);
  return { id: match[1] ?? '', length: match[0].length };
}
