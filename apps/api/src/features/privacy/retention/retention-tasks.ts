import { Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, MINUTE_MS, shift } from '../../../platform/clock/duration.js';
import type { Rules } from '../../../platform/config/rules.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { DueErasures } from '../erasure/due-erasures.js';
import { BackgroundExports } from '../export/background-exports.js';
import { PrivacyRequestsRepository } from '../privacy-requests.repository.js';
import { OldPositions } from './old-positions.js';
import { InactiveAccounts } from './inactive-accounts.js';

export interface RetentionTask {
  name: string;
  /** For people who read the report. */
  what: string;
  everyMs: number;
  run: () => Promise<Record<string, number>>;
}

/** Rows in one statement: a lock of milliseconds, whatever has piled up. */
const BATCH = 5000;

/** Old rows of a table: `age` is the moment they are counted from, as SQL. */
interface Expiry {
  name: string;
  table: string;
  age: string;
  days: keyof Rules | number;
  /** What is still needed stays, however old. */
  unless?: string;
}

/** The embedded mode's: as long as backups, so that thirty days after an erasure nothing of the person is anywhere. */
const OUTBOX_DAYS = 30;

/** Counted from the end of the job: what was written about one that is far ahead is needed there. */
const ENDED_LATER = `EXISTS (SELECT FROM jobs j WHERE j.id = job_id AND COALESCE(j.completed_at, j.cancelled_at, 'infinity') >= $1)`;

const EXPIRIES: readonly Expiry[] = [
  { name: 'sessions', table: 'sessions', age: 'LEAST(revoked_at, expires_at)', days: 'ENDED_SESSION_DAYS' },
  { name: 'mailed-links', table: 'account_tokens', age: 'expires_at', days: 'ENDED_SESSION_DAYS' },
  { name: 'passkey-challenges', table: 'passkey_challenges', age: 'expires_at', days: 1 },
  { name: 'sign-in-failures', table: 'sign_in_failures', age: 'first_failed_at', days: 1 },
  { name: 'idempotency-keys', table: 'idempotency_keys', age: 'created_at', days: 'IDEMPOTENCY_KEY_DAYS' },
  { name: 'stripe-events', table: 'stripe_events', age: 'applied_at', days: 'STRIPE_EVENT_DAYS' },
  { name: 'failed-events', table: 'queued_events', age: 'failed_at', days: 'FAILED_EVENT_DAYS' },
  { name: 'messages', table: 'messages', age: 'created_at', days: 'MESSAGE_DAYS' },
  {
    name: 'job-messages',
    table: 'job_messages',
    age: 'written_at',
    days: 'CONVERSATION_DAYS',
    unless: ENDED_LATER,
  },
  { name: 'share-links', table: 'share_links', age: 'made_at', days: 'CONVERSATION_DAYS', unless: ENDED_LATER },
  { name: 'scheduled-runs', table: 'scheduled_runs', age: 'started_at', days: 'SCHEDULED_RUN_DAYS' },
  {
    name: 'match-decisions',
    table: 'match_decisions',
    age: 'decided_at',
    days: 'MATCH_DECISION_DAYS',
    unless: `job_id IN (SELECT id FROM jobs WHERE status = 'requested')`,
  },
];

/** Everything that ends by itself. Each run deletes all that is due by now: one that was missed is made up for by the next. */
@Injectable()
export class RetentionTasks {
  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly erasures: DueErasures,
    private readonly exports: BackgroundExports,
    private readonly inactive: InactiveAccounts,
    private readonly mail: OutgoingMail,
    private readonly old: OldPositions,
    private readonly platform: Platform,
  ) {}

  get all(): RetentionTask[] {
    const { LOCATION_RETENTION_DAYS, POSITION_OFF_DUTY_HOURS } = this.platform.config.rules;
    return [
      ...EXPIRIES.map((expiry) => this.expiryTask(expiry)),
      {
        name: 'exact-distances',
        what: `distances to guards in offers older than ${LOCATION_RETENTION_DAYS} days are kept in whole miles`,
        everyMs: DAY_MS,
        run: () => this.old.coarsenOffers(shift(this.platform.clock.now(), -LOCATION_RETENTION_DAYS * DAY_MS)),
      },
      {
        name: 'positions-off-duty',
        what: `the last position of a guard off duty for ${POSITION_OFF_DUTY_HOURS} hours, and of anybody after ${LOCATION_RETENTION_DAYS} days, is deleted`,
        everyMs: HOUR_MS,
        run: () => this.old.forgetPositions(),
      },
      {
        name: 'positions-of-alarms',
        what: `from where somebody called for help, after ${LOCATION_RETENTION_DAYS} days, is deleted`,
        everyMs: DAY_MS,
        run: () => this.old.forgetAlarms(shift(this.platform.clock.now(), -LOCATION_RETENTION_DAYS * DAY_MS)),
      },
      {
        name: 'exports',
        what: 'exports whose seven days are over',
        everyMs: HOUR_MS,
        run: async () => ({ expired: await this.requests.expireExports(this.platform.clock.now()) }),
      },
      {
        name: 'exports-left-over',
        what: 'exports whose process was stopped are made',
        everyMs: 10 * MINUTE_MS,
        run: () => this.exports.run(),
      },
      {
        name: 'erasures',
        what: 'people whose days of grace are over are erased',
        everyMs: HOUR_MS,
        run: () => this.erasures.run(),
      },
      {
        name: 'outbox',
        what: `mails that were written to files instead of sent, older than ${OUTBOX_DAYS} days, are deleted`,
        everyMs: HOUR_MS,
        run: async () => ({
          deleted: await this.mail.discardBefore(shift(this.platform.clock.now(), -OUTBOX_DAYS * DAY_MS)),
        }),
      },
      {
        name: 'inactive-users',
        what: 'unused accounts are warned, and closed thirty days later',
        everyMs: DAY_MS,
        run: () => this.inactive.run(),
      },
    ];
  }

  private expiryTask(expiry: Expiry): RetentionTask {
    const days = typeof expiry.days === 'number' ? expiry.days : Number(this.platform.config.rules[expiry.days]);
    return {
      name: expiry.name,
      what: `rows of ${expiry.table} older than ${days} days are deleted`,
      everyMs: HOUR_MS,
      run: () => this.deleteBefore(expiry, shift(this.platform.clock.now(), -days * DAY_MS)),
    };
  }

  private async deleteBefore({ table, age, unless }: Expiry, before: Date): Promise<Record<string, number>> {
    const due = `${age} < $1${unless === undefined ? '' : ` AND NOT (${unless})`}`;
    let deleted = 0;
    for (let batch = BATCH; batch === BATCH && !this.platform.schedule.isEnding; deleted += batch)
      batch = await this.platform.database.run(
        `DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} WHERE ${due} LIMIT ${BATCH})`,
        [before],
      );
    return { deleted };
  }
}
