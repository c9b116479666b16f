import { Injectable } from '@nestjs/common';
import { boundsOf, type CalendarDay } from '../../platform/clock/calendar.js';
import { type MoneyOfDay, type MoneyUnderWay, MoneyFiguresRepository } from './rows/money-figures.repository.js';

/** Figures over all money, for those who watch over the market. */
@Injectable()
export class MoneyFigures {
  constructor(private readonly repository: MoneyFiguresRepository) {}

  /** For each of the days, which follow each other, the money that moved on it, in cents. */
  async byDay(days: readonly CalendarDay[]): Promise<Omit<MoneyOfDay, 'day'>[]> {
    const lines = days.map(() => ({ chargedCents: 0, paidOutCents: 0, refundedCents: 0 }));
    for (const { day, ...sums } of await this.repository.byDay(boundsOf(days))) lines[day - 1] = sums;
    return lines;
  }

  /** Held on cards, and on its way to guards, in cents. */
  underWay(): Promise<MoneyUnderWay> {
    return this.repository.underWay();
  }
}
