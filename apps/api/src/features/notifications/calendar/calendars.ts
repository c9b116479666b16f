import { Injectable } from '@nestjs/common';
import type { Answer, api, FileContent } from '@aegis/contract';
import { DAY_MS, HOUR_MS, shift } from '../../../platform/clock/duration.js';
import { newToken, sha256 } from '../../../platform/crypto/tokens.js';
import { found } from '../../../platform/http/found.js';
import type { Caller } from '../../../platform/http/http-request.js';
import type { MailCalendar } from '../../../platform/mail/mailer.js';
import { OutgoingMail } from '../../../platform/mail/outgoing-mail.js';
import { Platform } from '../../../platform/platform.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { calendarEntry, calendarOf, type CalendarOrigin, type CalendarReader } from './calendar-file.js';
import { CalendarFeedsRepository } from './calendar-feeds.repository.js';

/** What has ended stays in the calendar so long. */
const KEPT_DAYS = 30;
/** More than one person can do in a month and the months that can be booked ahead. */
const MOST_JOBS = 1000;
const CALENDAR_TYPE = 'text/calendar; charset=utf-8';

/** Jobs in the calendars of people (docs/decisions/0174). */
@Injectable()
export class Calendars {
  constructor(
    private readonly feeds: CalendarFeedsRepository,
    private readonly jobs: JobsService,
    private readonly outgoing: OutgoingMail,
    private readonly platform: Platform,
  ) {}

  async mine({ userId }: Caller): Promise<Answer<typeof api.calendars.mine>> {
    return { feed: await this.feeds.of(userId) };
  }

  async make({ userId }: Caller): Promise<{ token: string }> {
    const token = newToken();
    await this.feeds.make(userId, sha256(token), this.platform.clock.now());
    return { token };
  }

  end({ userId }: Caller): Promise<void> {
    return this.feeds.end(userId);
  }

  /** @throws 404: unknown, ended, and of somebody who may be told nothing more look alike. */
  async read(token: string): Promise<FileContent> {
    const hash = sha256(token);
    const feed = found(await this.feeds.byToken(hash));
    const now = this.platform.clock.now();
    // To the hour, so that a calendar that asks often writes nothing.
    if (!feed.readAt || feed.readAt <= shift(now, -HOUR_MS)) await this.feeds.wasRead(hash, now);
    const jobs = await this.jobs.inCalendarOf(feed.userId, shift(now, -KEPT_DAYS * DAY_MS), MOST_JOBS);
    return fileOf(calendarOf(jobs, feed, this.origin), undefined);
  }

  /** @throws 404 for everybody but the parties. */
  async ofJob(caller: Caller, jobId: string): Promise<FileContent> {
    await this.jobs.getFor(caller, jobId);
    const { text } = await this.entry(jobId, caller);
    return fileOf(text, 'aegis-job.ics');
  }

  /** What goes with a mail about a job. */
  async entry(jobId: string, reader: CalendarReader): Promise<MailCalendar> {
    return calendarEntry(await this.jobs.inCalendar(jobId), reader, this.origin);
  }

  private get origin(): CalendarOrigin {
    const { baseUrl, address } = this.outgoing;
    return { baseUrl, mailAddress: address };
  }
}

const fileOf = (text: string, fileName: string | undefined): FileContent => ({
  content: Buffer.from(text),
  contentType: CALENDAR_TYPE,
  fileName,
});
