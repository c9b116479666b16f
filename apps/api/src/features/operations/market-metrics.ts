import { Injectable } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { RequestsUnderway } from '../../platform/http/overload/requests-underway.js';
import { Platform } from '../../platform/platform.js';
import { RetentionReport } from '../privacy/retention/retention-report.js';
import { Overview } from './overview.js';

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
    const { overview } = this;
    // One look for all three, whichever of them is asked first.
    let looking: ReturnType<Overview['meters']> | undefined;
    const look = (): ReturnType<Overview['meters']> =>
      (looking ??= overview.meters().finally(() => (looking = undefined)));
    new Gauge({
      name: 'aegis_money_cents',
      help: 'Charged today, held, and payouts that wait',
      labelNames: ['kind'],
      registers: [registry],
      async collect() {
        const now = await look();
        this.set({ kind: 'charged_today' }, now.chargedTodayCents);
        this.set({ kind: 'held' }, now.heldCents);
        this.set({ kind: 'payouts_pending' }, now.payoutsPendingCents);
      },
    });
    new Gauge({
      name: 'aegis_market',
      help: 'Live offers, guards on duty and guards who wait for verification',
      labelNames: ['what'],
      registers: [registry],
      async collect() {
        const now = await look();
        this.set({ what: 'offers_live' }, now.offersLive);
        this.set({ what: 'guards_available' }, now.guardsAvailable);
        this.set({ what: 'guards_pending_verification' }, now.guardsPendingVerification);
      },
    });
    new Gauge({
      name: 'aegis_jobs',
      help: 'Jobs by status',
      labelNames: ['status'],
      registers: [registry],
      async collect() {
        for (const [status, count] of Object.entries((await look()).jobsByStatus)) this.set({ status }, count);
      },
    });
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
