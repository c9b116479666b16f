import type Stripe from 'stripe';
import type { DataSource } from 'typeorm';
import { ApiError } from '@aegis/client';
import type { StripeDouble } from '@aegis/stripe-double';
import type { ChaosPerson } from './chaos-people.js';
import type { BookingPlan } from './chaos-plan.js';
import type { Patience } from './patience.js';
import type { Story } from './story.js';

const CONFLICT = 409;

/** What everybody who plays a part in one booking has at hand. */
export interface Stage {
  plan: BookingPlan;
  cast: { customer: ChaosPerson; guard: ChaosPerson; admin: ChaosPerson };
  patience: Patience;
  /** Has the id of the job. */
  story: Story;
  dataSource: DataSource;
  double: StripeDouble;
  /** Stripe as a page of a customer reaches it, with the publishable key. */
  browser: Stripe;
}

export const isConflict = (error: unknown): error is ApiError => error instanceof ApiError && error.status === CONFLICT;

/** The server was killed after it had done it, and before it could say so. */
export async function unlessDone(step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** What no code of ours does: time passes for one job alone, and nobody waits for hours. */
export async function withoutRules({ dataSource }: Stage, sql: string, values: unknown[]): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(sql, values);
  });
}
