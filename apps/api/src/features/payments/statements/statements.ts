import { Injectable } from '@nestjs/common';
import type { EarningsStatement } from '@aegis/contract';
import { periodIn } from '../../../platform/clock/calendar.js';
import { Platform } from '../../../platform/platform.js';
import { GuardProfilesService } from '../../guard-profiles/guard-profiles.service.js';
import { fullName } from '../../identity/users/full-name.js';
import { UsersService } from '../../identity/users/users.service.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { StatementsRepository } from './statements.repository.js';
import { zoneOfPayee } from './zone-of-payee.js';

/** A month as `2026-03` or a year as `2026`: one of the two. */
export interface Period {
  month?: string | undefined;
  year?: string | undefined;
}

/** What guards need for their own books, out of settled rows alone: a statement never changes what it said of the past. */
@Injectable()
export class Statements {
  constructor(
    private readonly jobs: JobsService,
    private readonly users: UsersService,
    private readonly guards: GuardProfilesService,
    private readonly repository: StatementsRepository,
    private readonly platform: Platform,
  ) {}

  /** The period begins and ends in the zone of the guard's base: there they pay their taxes. */
  async earnings(guardId: string, { month, year }: Period): Promise<EarningsStatement> {
    const timeZone = zoneOfPayee(await this.guards.own(guardId));
    const { from, until } = periodIn(month ?? year ?? '', timeZone);
    const { guard, lines } = await this.platform.database.readElsewhere(() => this.read(guardId, from, until));
    const { firstName, lastName } = guard;
    return {
      month: month ?? null,
      year: year ?? null,
      issuedAt: this.platform.clock.now(),
      guardName: fullName({ firstName, lastName }),
      timeZone,
      lines,
      totalCents: lines.reduce((sum, line) => sum + line.paidCents - line.takenBackCents, 0),
    };
  }

  private async read(guardId: string, from: Date, until: Date) {
    const guard = await this.users.get(guardId);
    const moved = await this.repository.payoutsBetween(guardId, from, until);
    const lines = await Promise.all(
      moved.map(async (row) => ({ ...row, title: (await this.jobs.get(row.jobId)).title })),
    );
    return { guard, lines };
  }
}
