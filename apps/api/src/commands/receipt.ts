import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inWords, ReceiptChecker, type ReceiptKeys, RefusedReceipt } from '@aegis/receipt';
import { isLanguage, LANGUAGES } from '@aegis/words/languages';
import { wordsIn } from '@aegis/words/all';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { ReceiptKeysRepository } from '../features/payments/receipts/receipt-keys.repository.js';
import { ReceiptSigner } from '../features/payments/receipts/receipt-signer.js';
import { type CommandContext, WrongUsage } from './db/command.js';
import { type OperatorCommand, type OperatorContext, runOperatorCommand } from './operator/operator-command.js';

const HELP = `npm run receipt -- ACTION

Signed receipts of jobs: what they prove, without asking anybody.

  verify FILE --keys FILE   check a receipt against the public keys that the server shows at /.well-known/aegis-receipts.json;
                            needs no database and no network. Exit code 1 and the reason when it is refused;
                            --language es says it in Spanish
  keys                      print the public keys of the database, as the server shows them`;

const REFUSED = 1;

async function verify(args: string[], context: CommandContext): Promise<number> {
  const options = { keys: { type: 'string' }, language: { type: 'string', default: 'en' } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const { language } = values;
  if (!isLanguage(language))
    throw new WrongUsage(`There are no words in ${language}: name one of ${LANGUAGES.join(', ')}.`);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new WrongUsage('Name one receipt.');
  if (values.keys === undefined)
    throw new WrongUsage(
      'Name the keys with --keys: "receipt keys" prints them, /.well-known/aegis-receipts.json has them.',
    );
  const [receipt, keys] = await Promise.all([read(file), read(values.keys)]);
  try {
    for (const line of inWords(new ReceiptChecker(parsed(keys)).check(receipt), language)) context.print(line);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusedReceipt)) throw error;
    context.print(wordsIn(language)('proof.refused', { reason: error.inWords(language) }));
    return REFUSED;
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parsed(keys: string): ReceiptKeys {
  try {
    return JSON.parse(keys) as ReceiptKeys;
  } catch {
    throw new RefusedReceipt((words) => words('proof.refused.keysNotJson'));
  }
}

export const signerOf = ({ platform }: OperatorContext): ReceiptSigner =>
  new ReceiptSigner(new ReceiptKeysRepository(platform.database), new FieldCipher(platform.config), platform);

export const receipt: OperatorCommand = {
  name: 'receipt',
  help: HELP,
  offline: { verify },
  actions: {
    keys: async (_args, context) => {
      context.print(JSON.stringify(await signerOf(context).published(), null, 2));
      return 0;
    },
  },
};

if (process.argv[1] === import.meta.filename)
  process.exitCode = await runOperatorCommand(receipt, process.argv.slice(2));
