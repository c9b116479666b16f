import { parseArgs } from 'node:util';
import { type OperatorCommand, runOperatorCommand } from './operator/operator-command.js';

const HELP = `npm run audit -- verify [--head HASH]

Walks the audit log and checks that each row follows the one before and is as it was written.

  --head HASH   a head printed by an earlier run and kept elsewhere: the log must still contain it. Without, rows cut off
                at the end are not noticed.`;

export const audit: OperatorCommand = {
  name: 'audit',
  help: HELP,
  actions: {
    verify: async (args, context) => {
      const { values } = parseArgs({ args, options: { head: { type: 'string' } } });
      const log = context.platform.audit;
      const { rows, head, broken } = await log.verify();
      if (broken) {
        context.print(`BROKEN at row ${broken.position}: it ${broken.reason}. The ${rows} rows before it are whole.`);
        return 1;
      }
      if (values.head !== undefined && !(await log.contains(values.head))) {
        context.print(`CUT OFF: ${rows} rows are whole, but the head ${values.head} is not among them.`);
        return 1;
      }
      context.print(`${rows} rows, whole. Head: ${head ?? 'none'}`);
      return 0;
    },
  },
};

if (process.argv[1] === import.meta.filename) process.exitCode = await runOperatorCommand(audit, process.argv.slice(2));
