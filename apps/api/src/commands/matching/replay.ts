import { parseArgs } from 'node:util';
import { type Decision, DecisionsRepository } from '../../features/matching/explanation/decisions.repository.js';
import { replay as computeAgain, type Replayed } from '../../features/matching/explanation/replay.js';
import { Database } from '../../platform/database/database.js';
import { sha256 } from '../../platform/crypto/tokens.js';
import { type Command, CommandRefusal, WrongUsage } from '../db/command.js';
import { withDatabase } from '../db/command-database.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DIGEST_SHOWN = 12;

export const replay: Command = {
  summary: 'compute the decisions on a job again and compare them, byte for byte',
  help: `npm run matching -- replay JOB [--show]

Ranks the candidates of every wave of the job again, from the inputs that were stored with it, and compares the ranking
with the one stored, byte for byte. Exit code 1 when one differs.

  --show    print the rankings too, one guard a line`,

  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { show: { type: 'boolean' } },
    });
    const [jobId] = positionals;
    if (!jobId || positionals.length > 1 || !UUID.test(jobId)) throw new WrongUsage('Name one job, by its id.');
    return withDatabase(context, { create: false }, async ({ dataSource }) => {
      const replayed = await replayJob(new DecisionsRepository(new Database(dataSource)), jobId);
      if (replayed.length === 0) throw new CommandRefusal(`Nothing was decided on a job ${jobId}.`);
      for (const one of replayed) {
        context.print(lineOf(one));
        if (values.show) for (const line of rankingOf(one)) context.print(line);
      }
      return replayed.every((one) => one.isSame || one.isOfEarlierRules) ? 0 : 1;
    });
  },
};

async function replayJob(decisions: DecisionsRepository, jobId: string): Promise<Replayed[]> {
  const replayed: Replayed[] = [];
  for (const decision of await decisions.ofJob(jobId)) {
    const batch = decision.batchId ? await decisions.ofBatch(decision.batchId) : [];
    replayed.push(computeAgain(decision, batch));
  }
  return replayed;
}

function lineOf({ decision, ranking, isSame, isOfEarlierRules }: Replayed): string {
  const bytes = Buffer.byteLength(ranking);
  const digest = sha256(ranking).toString('hex').slice(0, DIGEST_SHOWN);
  return [
    `wave ${decision.wave} (${reasonOf(decision)})`.padEnd(24),
    decision.decidedAt.toISOString(),
    `${decision.radiusMeters} m`.padStart(8),
    `${decision.inputs.candidates.length} candidates, ${decision.offered} asked`.padEnd(30),
    isOfEarlierRules
      ? 'made by earlier rules of the score'
      : isSame
        ? `same, ${bytes} bytes, sha256 ${digest}`
        : `DIFFERENT: stored ${decision.ranking}\n  now ${ranking}`,
  ].join('  ');
}

const reasonOf = ({ reason }: Decision): string => (reason === 'came_on_duty' ? 'came on duty' : reason);

function rankingOf({ ranking, chosen }: Replayed): string[] {
  const lines = JSON.parse(ranking) as { guardId: string; score: number }[];
  return lines.map(
    ({ guardId, score }, index) =>
      `  ${String(index + 1).padStart(3)}  ${guardId}  ${score.toFixed(2).padStart(6)}${chosen.includes(guardId) ? '  asked' : ''}`,
  );
}
