import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { FORMAT, hashOf, type ReceiptKeys, signBody } from '@aegis/receipt';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Platform } from '../../../platform/platform.js';
import { ReceiptKeysRepository } from './receipt-keys.repository.js';
import { Injectable } from '@nestjs/common';

export interface Signature {
  keyId: string;
  signature: string;
}

const placeOf = (rowId: string) => ({ table: 'receipt_keys', column: 'private_key_encrypted', rowId });

/**
 * Signs receipts with the platform's key. Its private half is an encrypted field, made when the first receipt is signed: so it is
 * in every backup, there is one for all processes, and the key ring that the operator keeps apart from the database protects it.
 */
@Injectable()
export class ReceiptSigner {
  /** Opened keys by id: decrypting one costs as much as signing. */
  private readonly opened = new Map<string, KeyObject>();

  constructor(
    private readonly keys: ReceiptKeysRepository,
    private readonly cipher: FieldCipher,
    private readonly platform: Platform,
  ) {}

  /** In a transaction with what is done with the signature. */
  async sign(body: unknown): Promise<Signature> {
    const { id, privateKey } = (await this.keys.signing()) ?? (await this.firstKey());
    return { keyId: id, signature: signBody(body, this.open(id, privateKey)) };
  }

  /** Makes another key sign from now on; the private half of the one before is forgotten. Gives the new one's id. */
  rotate(): Promise<string> {
    return this.platform.database.transaction(async () => {
      const before = await this.keys.holdSigning();
      if (before !== null) await this.keys.retire(before, this.platform.clock.now());
      return this.add();
    });
  }

  async published(): Promise<ReceiptKeys> {
    const keys = (await this.keys.all()).map(({ id, publicKey, createdAt, retiredAt }) => ({
      keyId: id,
      algorithm: 'Ed25519' as const,
      publicKey: publicKey.toString('base64url'),
      since: createdAt.toISOString(),
      until: retiredAt?.toISOString() ?? null,
    }));
    return { format: FORMAT, keys };
  }

  private async firstKey(): Promise<{ id: string; privateKey: string }> {
    await this.add();
    const key = await this.keys.signing();
    if (!key) throw new Error('no key signs receipts');
    return key;
  }

  private async add(): Promise<string> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    // Named after itself: no two keys can be taken for each other.
    const id = hashOf({ crv: 'Ed25519', kty: 'OKP', x }).slice(0, 16);
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    await this.keys.add({
      id,
      publicKey: Buffer.from(x, 'base64url'),
      privateKey: this.cipher.encrypt(pkcs8, placeOf(id)),
      createdAt: this.platform.clock.now(),
    });
    return id;
  }

  private open(id: string, encrypted: string): KeyObject {
    const known = this.opened.get(id);
    if (known) return known;
    const pkcs8 = Buffer.from(this.cipher.decrypt(encrypted, placeOf(id)), 'base64');
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    this.opened.set(id, key);
    return key;
  }
}
