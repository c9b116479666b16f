import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeRegistry } from '../features/privacy/registry/registry.js';
import { repositoryRoot } from './db/dump.js';
import { type OperatorCommand, runOperatorCommand } from './operator/operator-command.js';

const HELP = `npm run privacy -- document

Writes docs/privacy.md from the registry of personal data.`;

export const privacy: OperatorCommand = {
  name: 'privacy',
  help: HELP,
  actions: {},
  offline: {
    document: (_args, context) => {
      const file = join(repositoryRoot(), 'docs', 'privacy.md');
      writeFileSync(file, describeRegistry());
      context.print(`written  ${file}`);
      return Promise.resolve(0);
    },
  },
};

if (process.argv[1] === import.meta.filename)
  process.exitCode = await runOperatorCommand(privacy, process.argv.slice(2));
