import { parseArgs } from 'node:util';
import Stripe from 'stripe';
import type { Reconciliation } from '../../features/payments/reconciliation/reconcile.js';
import { connectPaymentProvider } from '../../startup/payment-provider.js';
import { type Command, CommandRefusal, WrongUsage } from '../db/command.js';
import { Clock } from '../../platform/clock/clock.js';
import { figure } from '../../platform/money/money.js';
import { Platform } from '../../platform/platform.js';
import { withDatabase } from '../db/command-database.js';
import { textTable } from '../db/text-table.js';
import { reconcilerOf } from './reconciler.js';

const MOST_DAYS = 3660;

export const reconcile: Command = {
  summary: "compare our money rows with the payment provider's balance",
  help: `npm run payments -- reconcile [--days 7] [--recount] [--json]

Holds every movement of the last days against Stripe's balance transactions, both ways, looks for jobs whose money does not
add up, is stuck or was not charged, and compares the sum over all jobs with Stripe's balance. docs/payments.md says what to
do about each kind of difference. The sum begins with the balance that was carried to the last closed day; --recount forgets what
was carried and sums everything anew, as after rows were mended by hand. Without STRIPE_SECRET_KEY it reads the books of the local Stripe double: stop the server
first, which has them open.

Exit code: 0 nothing differs, 1 something does, 2 wrong usage.`,

  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: { days: { type: 'string' }, json: { type: 'boolean' }, recount: { type: 'boolean' } },
    });
    const days = Number(values.days ?? 7);
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
      throw new WrongUsage(`--days is a whole number from 1 to ${MOST_DAYS}`);
    const result = await withDatabase(context, { create: false }, async ({ dataSource }) => {
      const provider = await connectPaymentProvider(context.config);
      try {
        const platform = new Platform({ ...context.config, stripe: provider.access }, dataSource, new Clock());
        const { reconcile: reconciler, carried } = reconcilerOf(platform);
        if (values.recount) await carried.forget();
        return await reconciler.run(days);
      } catch (error) {
        if (error instanceof Stripe.errors.StripeError) throw new CommandRefusal(`Stripe: ${error.message}`);
        throw error;
      } finally {
        await provider.close();
      }
    });
    context.print(values.json ? JSON.stringify(result, null, 2) : describe(result));
    return result.differences.length === 0 ? 0 : 1;
  },
};

const dollars = (cents: number | null): string => (cents === null ? '' : figure(cents));

function describe({ from, to, compared, sums, differences }: Reconciliation): string {
  const { oursCents, besideJobsCents, stripeCents } = sums;
  const head = [
    `${compared} movements from ${from.toISOString()} to ${to.toISOString()} compared`,
    `over all jobs ${dollars(oursCents)}, beside jobs ${dollars(besideJobsCents)}, Stripe's balance ${dollars(stripeCents)}`,
  ];
  if (differences.length === 0) return [...head, 'No difference.'].join('\n');
  const rows = differences.map((row) => [
    row.kind,
    row.jobId ?? '',
    row.stripeId ?? '',
    dollars(row.oursCents),
    dollars(row.stripeCents),
    row.detail,
  ]);
  return [...head, '', ...textTable(['kind', 'job', 'at Stripe', 'ours', 'theirs', 'what'], rows)].join('\n');
}
