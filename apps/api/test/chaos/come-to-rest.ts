import type { DataSource } from 'typeorm';
import type { StripeDouble } from '@aegis/stripe-double';
import { reconcilerOf } from '../../src/commands/payments/reconciler.js';
import { MovableClock } from '../../src/platform/clock/clock.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/platform/clock/duration.js';
import { readConfig } from '../../src/platform/config/config.js';
import { Platform } from '../../src/platform/platform.js';
import { audit } from './audit.js';
import { openAccount, type Promised } from './booking-story.js';
import { type Patience, Term, within } from './patience.js';
import { type Scene, STRIPE_KEYS } from './scene.js';

/** So long nothing changes by itself before time is moved on, and before it is given up in the end. */
const PAUSE_MS = 2.5 * SECOND_MS;
const LAST_PAUSE_MS = 120 * SECOND_MS;
const LOOK_EVERY_MS = 250;
const CALL_LIMIT_MS = 120 * SECOND_MS;
/**
 * What anything waits for ends with one of these: the owner of a card for half an hour, a refund and an account looked at each hour,
 * a price that is not held until the start, a card and a bank asked again once a day, which may take their time once more.
 */
const STEPS_MS = [35 * MINUTE_MS, 65 * MINUTE_MS, 4 * HOUR_MS, 25 * HOUR_MS, 65 * MINUTE_MS, 2 * HOUR_MS];
/** All the time that has passed then, and more. */
const RECONCILED_DAYS = 4;

interface Resting {
  dataSource: DataSource;
  promised: readonly Promised[];
  patience: Patience;
  progress: (what: string) => void;
}

/**
 * No faults any more, what was late arrives, every guard opens their account: from here on all must settle by itself, some of it
 * only when its time has come. What is broken then; a rule that holds once must hold an hour later too.
 */
export async function comeToRest(scene: Scene, resting: Resting): Promise<string[]> {
  const { double, server } = scene;
  const { dataSource, promised, patience, progress } = resting;
  double.faults.clear();
  await within('the events that are owed', CALL_LIMIT_MS, double.flushWebhooks());
  for (const { guard, plan } of promised)
    if (!plan.isGuardReady) await openAccount({ patience, dataSource, double }, guard);
  const goOn = (milliseconds: number): void => {
    double.clock.advance(milliseconds / SECOND_MS);
    server.goOn(milliseconds);
  };
  let broken = await settled(resting, double, PAUSE_MS);
  for (const step of STEPS_MS) {
    if (broken.length === 0) break;
    goOn(step);
    progress(`settle, ${(server.aheadMs / HOUR_MS).toFixed(1)} h later`);
    broken = await settled(resting, double, step === STEPS_MS.at(-1) ? LAST_PAUSE_MS : PAUSE_MS);
  }
  if (broken.length > 0) return broken;
  goOn(HOUR_MS);
  await patience.pause(PAUSE_MS / 2);
  // First: it writes down what Stripe keeps of a charge where nobody was told.
  const found = await within('the reconciliation', CALL_LIMIT_MS, differences(resting, double, server.aheadMs));
  return [...(await settled(resting, double, PAUSE_MS)), ...found];
}

async function settled(
  { dataSource, promised, patience }: Resting,
  double: StripeDouble,
  ms: number,
): Promise<string[]> {
  for (const term = new Term(ms); ;) {
    const broken = await audit(double, dataSource, promised);
    if (broken.length === 0 || term.isOver()) return broken;
    await patience.pause(LOOK_EVERY_MS);
  }
}

/** The operator's own command finds nothing either, but what it is there to find: refunds that a bank has sent back, and debts. */
async function differences(
  { dataSource, promised }: Resting,
  { port }: StripeDouble,
  aheadMs: number,
): Promise<string[]> {
  const stripe = { ...STRIPE_KEYS, server: { host: '127.0.0.1', port } };
  const { reconcile } = reconcilerOf(
    new Platform({ ...readConfig({}), stripe }, dataSource, new MovableClock(aheadMs)),
  );
  const found = await reconcile.run(RECONCILED_DAYS, { freshMs: 0 });
  const planned = new Map(promised.map((job) => [job.jobId, job]));
  return found.differences
    .filter(({ kind, jobId }) => {
      const job = planned.get(jobId ?? '');
      if (kind === 'refund_returned') return job?.plan.refundFate !== 'comes_back';
      return kind !== 'not_charged' || !job?.owedCents;
    })
    .map((difference) => `job ${difference.jobId} differs: ${JSON.stringify(difference)}`);
}
