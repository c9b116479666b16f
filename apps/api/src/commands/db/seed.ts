import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { ENTITIES } from '../../../database/entities.js';
import { seedDatabase, type SeedResult } from '../../../database/seed/seed.js';
import type { Config } from '../../platform/config/config.js';
import { migrate as migrateDatabase } from '../../platform/database/migrations.js';
import { connectPaymentProvider } from '../../startup/payment-provider.js';
import { type Command, CommandRefusal } from './command.js';
import { withDatabase } from './command-database.js';
import { textTable } from './text-table.js';

export const seed: Command = {
  summary: 'add the demo accounts and a few jobs',
  help: `npm run db -- seed

Brings the schema up to date, then adds a customer, three guards and an administrator (password demo123) and a few jobs
between them, played through the application with Stripe's test mode or the local double. Changes nothing when they are
there. Not for a database that real people use: everybody knows that password.`,

  async run(args, context) {
    parseArgs({ args, options: {} });
    if (context.config.stripe?.secretKey.includes('_live_'))
      throw new CommandRefusal('STRIPE_SECRET_KEY is a live one: the demo jobs would move real money.');
    return withDatabase(context, { create: true, entities: ENTITIES }, async ({ dataSource, place }) => {
      await migrateDatabase(dataSource);
      const { created, accounts } = await seedThroughProvider(context.config, dataSource);
      context.print(created ? `${place} has the demo accounts now:` : `${place} had the demo accounts already:`);
      const rows = accounts.map(({ role, email }) => [role, email]);
      for (const line of textTable(['role', 'e-mail'], rows)) context.print(line);
      return 0;
    });
  },
};

/** The demo jobs cost money, so a payment provider must be there while they are played. */
async function seedThroughProvider(config: Config, dataSource: DataSource): Promise<SeedResult> {
  const provider = await connectPaymentProvider(config);
  try {
    return await seedDatabase({ ...config, stripe: provider.access }, dataSource);
  } finally {
    await provider.close();
  }
}
