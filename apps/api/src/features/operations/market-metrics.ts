import { Injectable } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { RequestsUnderway } from '../../platform/http/overload/requests-underway.js';
import { Platform } from '../../platform/platform.js';
import { RetentionReport } from '../privacy/retention/retention-report.js';
import { type Meters, Overview } from './overview.js';

/** Figures of the market and of the house, read from the database when somebody asks for them. */
@Injectable()
export class MarketMetrics {
  constructor(
    private readonly overview: Overview,
    private readonly retention: RetentionReport,
    private readonly underway: RequestsUnderway,
    private readonly platform: Platform,
  ) {}

  register(registry: Registry): void {
    const { underway } = this;
    new Gauge({
      name: 'aegis_http_requests_underway',
      help: 'Requests begun and not answered',
      registers: [registry],
      collect() {
        this.set(underway.underway);
      },
    });
    this.registerMarket(registry);
    this.registerRetention(registry);
  }

  private registerMarket(registry: Registry): void {
    let underWay: Promise<Meters> | undefined;
    // All gauges are read at the same time: one look is enough for them, and each waits for it.
    const look = (): Promise<Meters> =>
      (underWay ??= this.overview.meters().finally(() => {
        underWay = undefined;
      }));
    const gauge = (name: string, label: string, help: string, read: (now: Meters) => Record<string, number>): void => {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers: [registry],
        async collect() {
          for (const [named, value] of Object.entries(read(await look()))) this.set({ [label]: named }, value);
        },
      });
    };
    gauge('aegis_jobs', 'status', 'Open jobs by status', ({ jobsOpen }) => jobsOpen);
    const booked = 'Jobs booked today (UTC), by the status they have now';
    gauge('aegis_jobs_booked_today', 'status', booked, ({ bookedToday }) => bookedToday);
    gauge('aegis_money_cents', 'kind', 'Charged today, held, and payouts that wait', (now) => ({
      charged_today: now.chargedTodayCents,
      held: now.heldCents,
      payouts_pending: now.payoutsPendingCents,
    }));
    gauge('aegis_market', 'what', 'Live offers, guards on duty and guards who wait for verification', (now) => ({
      offers_live: now.offersLive,
      guards_available: now.guardsAvailable,
      guards_pending_verification: now.guardsPendingVerification,
    }));
  }

  private registerRetention(registry: Registry): void {
    const { retention } = this;
    const { clock } = this.platform;
    new Gauge({
      name: 'aegis_retention_age_seconds',
      help: 'Since a task of retention last ended; much more than its interval means that personal data is kept too long',
      labelNames: ['task'],
      registers: [registry],
      async collect() {
        for (const { task, lastFinishedAt } of await retention.read())
          if (lastFinishedAt) this.set({ task }, (clock.now().getTime() - lastFinishedAt.getTime()) / 1000);
      },
    });
  }
}
