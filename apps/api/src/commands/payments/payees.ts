import { parseArgs } from 'node:util';
import { payeesCsv } from '../../features/payments/statements/payees-csv.js';
import { payeesOfYear } from '../../features/payments/statements/payees-of-year.js';
import { StatementsRepository } from '../../features/payments/statements/statements.repository.js';
import { Clock } from '../../platform/clock/clock.js';
import { Platform } from '../../platform/platform.js';
import { type Command, WrongUsage } from '../db/command.js';
import { withDatabase } from '../db/command-database.js';

const YEAR = /^20\d{2}$/;

export const payees: Command = {
  summary: 'what each guard was paid in a year, for the forms 1099',
  help: `npm run payments -- payees --year 2026

A line of CSV for every guard who was paid something in that year: who they are, their account at Stripe, for how many jobs, what
was transferred to them and taken back, and the rest, in dollars. The year is that of the zone of their base, as on their own
statement. Names and numbers of tax payers are Stripe's to collect and to file (docs/payments.md, "Forms 1099"); this is what to
hold its figures against. Whose account is erased has an id and no name.

Exit code: 0 done, 2 wrong usage.`,

  async run(args, context) {
    const { values } = parseArgs({ args, options: { year: { type: 'string' } } });
    const { year } = values;
    if (year === undefined || !YEAR.test(year)) throw new WrongUsage('--year is a year, as in 2026');
    const paid = await withDatabase(context, { create: false }, ({ dataSource }) =>
      payeesOfYear(new StatementsRepository(new Platform(context.config, dataSource, new Clock()).database), year),
    );
    for (const line of payeesCsv(paid)) context.print(line);
    context.tell(`${paid.length} guards were paid in ${year}`);
    return 0;
  },
};
