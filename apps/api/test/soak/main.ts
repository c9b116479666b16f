import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { withOwnDatabase } from '../chaos/own-database.js';
import { runSoak, type SoakResult } from './soak-run.js';

const HELP = `npm run soak -- [--minutes 5] [--seed 3]

People book, work, send positions and messages and read streams for --minutes, while the Stripe double misbehaves and connections to
the database are ended by --seed. Memory, connections, dead tuples, events that wait and the delay of the event loop are compared
at begin and end.

Needs PostgreSQL with PostGIS: TEST_DATABASE_URL, or an installed one, of which a temporary cluster is made.
Exit code: 0 when nothing has grown past its bound, 1 when something has or somebody could not go on, 2 wrong usage.`;

const WRONG_USAGE = 2;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function report({ verdicts, counted }: SoakResult): number {
  say(
    Object.entries(counted)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  );
  const cell = (value: number | string): string =>
    (typeof value === 'number' ? value.toFixed(value < 100 ? 1 : 0) : value).padStart(10);
  say(`${''.padEnd(32)}${['begin', 'end', 'at most'].map(cell).join('')}`);
  for (const { what, begin, end, most, hasGrown } of verdicts)
    say(`${what.padEnd(32)}${[begin, end, most].map(cell).join('')}${hasGrown ? '   HAS GROWN' : ''}`);
  return verdicts.some(({ hasGrown }) => hasGrown) ? 1 : 0;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '3' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    say(HELP);
    return 0;
  }
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0) || !Number.isInteger(seed)) {
    say(HELP);
    return WRONG_USAGE;
  }
  const serverFile = fileURLToPath(new URL('../chaos/server.js', import.meta.url));
  return withOwnDatabase('aegis_soak', async (databaseUrl, dataSource) =>
    report(await runSoak({ minutes, seed, databaseUrl, dataSource, serverFile, say })),
  );
}

process.exitCode = await main();
