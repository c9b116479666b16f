import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, type ECDH, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pushMessage, type PushMessage, type PushSubscriptionForm } from '@aegis/contract';
import { generate } from 'selfsigned';

/** What the service was asked to hold for a device. */
export interface Pushed {
  message: PushMessage;
  ttlSeconds: number;
  urgency: string;
  topic: string;
  receivedAt: number;
}

/** How the service answers instead of taking a message. */
interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds before it. */
  afterMs?: number;
}

interface Device {
  ecdh: ECDH;
  auth: Buffer;
  pushed: Pushed[];
  answers: Answer[];
  asked: number;
}

/**
 * A push service as RFC 8030 says, on this machine, with a certificate of its own. It plays the browser too: it makes the keys of
 * each subscription, and reads what comes for it with them as RFC 8291 says, by code that shares nothing with the sender's.
 */
export class PushService {
  private readonly devices = new Map<string, Device>();
  /** Public key of whoever has signed what came, as base64url. */
  readonly signers = new Set<string>();

  private constructor(
    private readonly server: Server,
    private readonly directory: string,
  ) {}

  static async start(): Promise<PushService> {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    const directory = mkdtempSync(join(tmpdir(), 'aegis-push-'));
    writeFileSync(join(directory, 'ca.pem'), cert);
    const server = createServer({ key, cert });
    const service = new PushService(server, directory);
    server.on('request', (request: IncomingMessage, response) => {
      void service.receive(request).then(({ status, headers = {}, body = '' }) => {
        response.writeHead(status, headers).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  /** What the server under test is told of it. */
  get settings(): Record<string, string> {
    return { PUSH_LOCAL_CA: join(this.directory, 'ca.pem') };
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As a browser's `pushManager.subscribe`. */
  subscribe(): PushSubscriptionForm {
    const id = randomBytes(12).toString('base64url');
    const ecdh = createECDH('prime256v1');
    const auth = randomBytes(16);
    this.devices.set(id, { ecdh, auth, pushed: [], answers: [], asked: 0 });
    const keys = { p256dh: ecdh.generateKeys().toString('base64url'), auth: auth.toString('base64url') };
    return { endpoint: `${this.url}/${id}`, keys };
  }

  /** The next answers for this device, before messages are taken again. */
  answer({ endpoint }: PushSubscriptionForm, ...answers: Answer[]): void {
    this.deviceOf(endpoint).answers.push(...answers);
  }

  /** What it was given for a device, oldest first. */
  pushed({ endpoint }: PushSubscriptionForm): Pushed[] {
    return this.deviceOf(endpoint).pushed;
  }

  /** How often it was asked for a device, whatever it answered. */
  asked({ endpoint }: PushSubscriptionForm): number {
    return this.deviceOf(endpoint).asked;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.directory, { recursive: true });
  }

  private deviceOf(endpoint: string): Device {
    const device = this.devices.get(endpoint.slice(endpoint.lastIndexOf('/') + 1));
    if (!device) throw new Error(`${endpoint} was never subscribed to`);
    return device;
  }

  private async receive(request: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const device = this.devices.get((request.url ?? '').slice(1));
    if (!device || request.method !== 'POST') return { status: 404 };
    device.asked++;
    const answer = device.answers.shift();
    if (answer?.afterMs) await delay(answer.afterMs, undefined, { ref: false });
    if (answer) return answer;
    const { headers } = request;
    if (headers['content-encoding'] !== 'aes128gcm') return { status: 415 };
    const signer = signerOf(headers.authorization ?? '', this.url);
    if (signer === null) return { status: 403 };
    this.signers.add(signer);
    device.pushed.push({
      message: pushMessage.parse(JSON.parse(read(Buffer.concat(chunks), device))),
      ttlSeconds: Number(headers.ttl),
      urgency: String(headers.urgency),
      topic: String(headers.topic),
      receivedAt: performance.now(),
    });
    return { status: 201, headers: { location: `${this.url}/message` } };
  }
}

const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const TAG_BYTES = 16;

/** RFC 8291, section 3.4, and RFC 8188 with one record. */
function read(body: Buffer, { ecdh, auth }: Device): string {
  const salt = body.subarray(0, SALT_BYTES);
  const keyLength = body[SALT_BYTES + 4] ?? 0;
  const start = SALT_BYTES + 5;
  const sender = body.subarray(start, start + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(sender), auth, info, 32));
  const derive = (name: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, bytes));
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', KEY_BYTES), derive('nonce', NONCE_BYTES));
  const record = body.subarray(start + keyLength);
  decipher.setAuthTag(record.subarray(-TAG_BYTES));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
  // The last record ends with a 2 and zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

/** RFC 8292: the public key when the token is signed by it, for this service and not for long. Null otherwise. */
function signerOf(authorization: string, audience: string): string | null {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65) return null;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  const given = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, given, Buffer.from(signature, 'base64url'))) return null;
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: unknown; exp: number };
  return aud === audience && exp * 1000 > Date.now() ? key : null;
}
