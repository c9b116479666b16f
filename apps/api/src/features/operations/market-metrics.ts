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
    const money = new Gauge({
      name: 'aegis_money_cents',
      help: 'Charged today, held, and payouts that wait',
      labelNames: ['kind'],
      registers: [registry],
    });
    const market = new Gauge({
      name: 'aegis_market',
      help: 'Live offers, guards on duty and guards who wait for verification',
      labelNames: ['what'],
      registers: [registry],
    });
    new Gauge({
      name: 'aegis_jobs',
      help: 'Jobs by status',
      labelNames: ['status'],
      registers: [registry],
      async collect() {
        const now = await overview.meters();
        for (const [status, count] of Object.entries(now.jobsByStatus)) this.set({ status }, count);
        money.set({ kind: 'charged_today' }, now.chargedTodayCents);
        money.set({ kind: 'held' }, now.heldCents);
        money.set({ kind: 'payouts_pending' }, now.payoutsPendingCents);
        market.set({ what: 'offers_live' }, now.offersLive);
        market.set({ what: 'guards_available' }, now.guardsAvailable);
        market.set({ what: 'guards_pending_verification' }, now.guardsPendingVerification);
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
