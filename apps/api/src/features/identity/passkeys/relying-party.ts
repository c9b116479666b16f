import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';

const NAME = 'Aegis';

/**
 * For whom passkeys are made: the name of the site as people open it. It is PUBLIC_URL; on the machine that it runs on, localhost,
 * since an address of digits has no passkeys.
 */
@Injectable()
export class RelyingParty {
  readonly name = NAME;

  constructor(private readonly config: Config) {}

  get id(): string {
    return new URL(this.origin).hostname;
  }

  get origin(): string {
    const { publicUrl, port } = this.config;
    const { protocol, hostname, origin } = new URL(publicUrl ?? `http://localhost:${port}`);
    if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) return origin;
    return protocol === 'https:' ? origin : `http://localhost:${new URL(origin).port}`.replace(/:$/, '');
  }
}
