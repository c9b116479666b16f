import { readFileSync } from 'node:fs';
import { lookup, type LookupAddress } from 'node:dns';
import { Agent } from 'node:https';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '../../../platform/config/config.js';

const lookUp = promisify(lookup);
const MOST_CONNECTIONS = 50;
/** Below are services of other kinds: mail, databases, names. */
const LOWEST_OTHER_PORT = 1024;

/**
 * Keeps the server from being sent to addresses that only it reaches: people name the push service of their device. A name is looked
 * up once and judged by all of its addresses, and again by the address that each connection is really made to, since the answer can
 * be another then.
 */
@Injectable()
export class PublicAddresses {
  /** For every connection to a push service; kept open between messages. */
  readonly agent: Agent;
  private readonly allowsLoopback: boolean;

  constructor({ pushLocalCa }: Config) {
    this.allowsLoopback = pushLocalCa !== undefined;
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: MOST_CONNECTIONS,
      ...(pushLocalCa !== undefined && { ca: readFileSync(pushLocalCa, 'utf8') }),
      lookup: (host, options, done) =>
        lookup(host, { ...options, all: true }, (error, addresses) => {
          const refused = error ?? this.refusalOf(host, addresses);
          if (refused) return done(refused, []);
          const [first] = addresses;
          if (options.all) done(null, addresses);
          else done(null, first?.address ?? '', first?.family);
        }),
    });
  }

  /** Of an https address without a name in front, on the ordinary port or a high one. */
  async isPublic({ protocol, hostname, port, username, password }: URL): Promise<boolean> {
    if (protocol !== 'https:' || username !== '' || password !== '') return false;
    if (port !== '' && Number(port) < LOWEST_OTHER_PORT) return false;
    const host = hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) return this.isAllowed(host);
    const found = await lookUp(host, { all: true }).catch(() => []);
    return found.length > 0 && this.refusalOf(host, found) === null;
  }

  /** An address in figures is never looked up: it is judged here, before each message. */
  mayConnect({ hostname }: URL): boolean {
    const host = hostname.replace(/^\[|\]$/g, '');
    return isIP(host) === 0 || this.isAllowed(host);
  }

  private refusalOf(host: string, addresses: readonly LookupAddress[]): Error | null {
    const wrong = addresses.find(({ address }) => !this.isAllowed(address));
    return wrong ? new Error(`${host} is at ${wrong.address}, which is not public`) : null;
  }

  private isAllowed(address: string): boolean {
    // Also what an address of version 6 stands for that holds one of version 4.
    const range = ipaddr.process(address).range();
    return range === 'unicast' || (this.allowsLoopback && range === 'loopback');
  }
}
