import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type PushMessage, PUSH_BODY_LENGTH, PUSH_TITLE_LENGTH } from '@aegis/contract';
import webPush from 'web-push';
import { Config, type VapidAccess } from '../../../platform/config/config.js';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../platform/clock/duration.js';
import { Clock } from '../../../platform/clock/clock.js';
import { WishesRepository } from '../wishes/wishes.repository.js';
import type { Channel, Envelope, Outcome } from './channel.js';
import { PublicAddresses } from './public-addresses.js';

const TIMEOUT_MS = 10_000;
const LONGEST_WAIT_MS = DAY_MS;
const TOPIC_LENGTH = 32;
const HTTP_TOO_MANY = 429;
/** Well within the twelve hours for which one is good. */
const SIGNED_FOR_MS = HOUR_MS;
/** There are a handful of push services; a stranger could name any number. */
const MOST_SIGNED = 100;
const GONE: readonly number[] = [404, 410];

/** Web push (RFC 8030) with what only the device can read (RFC 8291), signed by this server (RFC 8292). */
@Injectable()
export class PushChannel implements Channel {
  readonly name = 'push';
  /** The device shows one notification of a topic, and asks for attention once. */
  readonly isRepeatable = true;
  /** By the origin of a push service, as RFC 8292 allows: signing is four fifths of the work of a message (docs/decisions/0177). */
  private readonly signatures = new LRUCache<string, string>({ max: MOST_SIGNED, ttl: SIGNED_FOR_MS });

  constructor(
    private readonly addresses: PublicAddresses,
    private readonly wishes: WishesRepository,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async send(envelope: Envelope): Promise<Outcome> {
    const { vapid } = this.config;
    const subscription = envelope.message.subscriptions.find(({ id }) => id === envelope.targetId);
    if (!vapid) return { is: 'refused', why: 'not_offered' };
    if (!subscription) return { is: 'refused', why: 'gone' };
    if (!this.addresses.mayConnect(new URL(subscription.endpoint))) return { is: 'refused', why: 'not_public' };
    const outcome = await this.post(this.details(envelope, subscription, vapid));
    if (outcome.is === 'gone') await this.wishes.forget(subscription.id);
    return outcome;
  }

  private details(
    { message, isUrgent, targetId }: Envelope,
    { endpoint, p256dh, auth }: { endpoint: string; p256dh: string; auth: string },
    vapid: VapidAccess,
  ): webPush.RequestDetails {
    const text = JSON.stringify(payloadOf(message, targetId));
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
      headers: { Authorization: this.signatureFor(new URL(endpoint).origin, vapid) },
      TTL: this.secondsLeft(message.expiresAt),
      urgency: isUrgent || message.kind === 'offer' ? 'high' : 'normal',
      // What the service still holds for a sleeping device is replaced by what is newer.
      topic: createHash('sha256')
        .update(message.topic ?? message.id)
        .digest('base64url')
        .slice(0, TOPIC_LENGTH),
    });
  }

  private signatureFor(audience: string, { subject, publicKey, privateKey }: VapidAccess): string {
    const known = this.signatures.get(audience);
    if (known !== undefined) return known;
    const { Authorization } = webPush.getVapidHeaders(audience, subject, publicKey, privateKey, 'aes128gcm');
    this.signatures.set(audience, Authorization);
    return Authorization;
  }

  private secondsLeft(expiresAt: Date | null): number {
    const left = expiresAt ? expiresAt.getTime() - this.clock.now().getTime() : LONGEST_WAIT_MS;
    return Math.max(0, Math.floor(Math.min(left, LONGEST_WAIT_MS) / SECOND_MS));
  }

  /** Not web-push's own request: that one reads whatever a stranger's server answers into memory. */
  private post({ method, endpoint, headers, body }: webPush.RequestDetails): Promise<Outcome> {
    return new Promise((resolve) => {
      const later = (why: string): void => resolve({ is: 'later', why });
      const options = { method, headers, agent: this.addresses.agent, timeout: TIMEOUT_MS };
      const sending = request(endpoint, options, (answer) => {
        resolve(outcomeOf(answer));
        discard(answer);
      });
      sending.on('timeout', () => sending.destroy(new Error('no_answer')));
      sending.on('error', ({ message }) => later(message === 'no_answer' ? message : 'not_reached'));
      sending.end(body);
    });
  }
}

const LONGEST_ANSWER_BYTES = 16_384;

/** To its end, so that the connection serves again; one that has none is closed. */
function discard(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER_BYTES) answer.destroy();
  });
  answer.on('error', () => answer.destroy());
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { is: 'sent' };
  if (GONE.includes(statusCode)) return { is: 'gone' };
  if (statusCode !== HTTP_TOO_MANY && statusCode < 500) return { is: 'refused', why: `http_${statusCode}` };
  const afterSeconds = Number(headers['retry-after']);
  const isSaid = Number.isFinite(afterSeconds) && afterSeconds > 0;
  return { is: 'later', why: `http_${statusCode}`, ...(isSaid && { afterMs: afterSeconds * SECOND_MS }) };
}

function payloadOf(message: Envelope['message'], subscriptionId: string): PushMessage {
  const { id, kind, title, body, link, topic, expiresAt, unread, offer, language } = message;
  return {
    id,
    subscriptionId,
    kind,
    title: title.slice(0, PUSH_TITLE_LENGTH),
    body: body.slice(0, PUSH_BODY_LENGTH),
    link,
    tag: topic ?? id,
    unread,
    expiresAt: expiresAt?.toISOString() ?? null,
    offerId: kind === 'offer' && offer ? offer.id : null,
    language,
  };
}
