import { Global, Module } from '@nestjs/common';
import { FieldCipher } from './field-cipher.js';
import { KeyRotation } from './key-rotation.js';

@Global()
@Module({ providers: [FieldCipher, KeyRotation], exports: [FieldCipher, KeyRotation] })
export class CryptoModule {}
