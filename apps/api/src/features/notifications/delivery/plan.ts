import type { DeliveryChannel } from '@aegis/contract';
import { MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { Line } from '../matrix/line.js';

/** What is known of a person when a message to them goes out. */
export interface Reach {
  userId: string;
  isEmailConfirmed: boolean;
  phone: string | null;
  subscriptions: readonly { id: string }[];
  /** Of the message's category; what is not here is wanted. */
  unwanted: readonly DeliveryChannel[];
  quietFromMinute: number | null;
  quietUntilMinute: number | null;
  timeZone: string | null;
}

export interface PlannedDelivery {
  channel: DeliveryChannel;
  /** The device, or the person for the one mailbox and the one phone they have. */
  targetId: string;
  /** Null: now. */
  dueAt: Date | null;
}

interface Occasion {
  line: Pick<Line, 'isUrgent'>;
  channels: readonly DeliveryChannel[];
  offered: ReadonlySet<DeliveryChannel>;
  expiresAt: Date | null;
  now: Date;
}

/** To which targets a message is sent, and when: by what the matrix says, what the person wishes and where they can be reached. */
export function planDeliveries(person: Reach, occasion: Occasion): PlannedDelivery[] {
  const { line, channels, offered, expiresAt, now } = occasion;
  const dueAt = line.isUrgent ? null : endOfQuiet(person, now);
  // Nobody is woken for what is no longer true in the morning.
  if (dueAt && expiresAt && dueAt >= expiresAt) return [];
  return channels
    .filter((channel) => offered.has(channel) && !person.unwanted.includes(channel))
    .flatMap((channel) => targetsOf(person, channel).map((targetId) => ({ channel, targetId, dueAt })));
}

function targetsOf(person: Reach, channel: DeliveryChannel): string[] {
  switch (channel) {
    case 'push':
      return person.subscriptions.map(({ id }) => id);
    case 'email':
      return person.isEmailConfirmed ? [person.userId] : [];
    case 'sms':
      return person.phone === null ? [] : [person.userId];
  }
}

const MINUTES_PER_DAY = 24 * 60;

/** When the quiet hours end that `now` lies in; null outside of them. */
function endOfQuiet({ quietFromMinute: from, quietUntilMinute: until, timeZone }: Reach, now: Date): Date | null {
  if (from === null || until === null || timeZone === null || from === until) return null;
  const minute = minuteOfDay(now, timeZone);
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
  if (!isQuiet) return null;
  const left = (until - minute + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  return shift(now, left * MINUTE_MS);
}

function minuteOfDay(moment: Date, timeZone: string): number {
  const [hours = 0, minutes = 0] = moment
    .toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    .split(':')
    .map(Number);
  return hours * 60 + minutes;
}
