import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { newKeyEntry, newVapidKeys } from '../platform/crypto/embedded-keys.js';
import { KeyRotation, type KeyUse } from '../platform/crypto/key-rotation.js';
import { signerOf } from './receipt.js';
import { WrongUsage } from './db/command.js';
import { type OperatorCommand, type OperatorContext, runOperatorCommand } from './operator/operator-command.js';

const HELP = `npm run keys -- ACTION

Keys of encrypted fields, of web push and of receipts. ENCRYPTION_KEYS holds them as name:base64, separated by commas; the first encrypts, all decrypt.

  generate NAME   print a new entry for ENCRYPTION_KEYS
  vapid           print a new pair for VAPID_KEYS, with which messages are pushed to browsers; with another pair every
                  device has to be switched on again
  receipts        make another key sign receipts from now on; the private half of the one before is forgotten, its
                  public half stays published
  status          which key holds how many values
  rotate          bring the values of older keys to the first one, while the application runs; may be broken off and run again;
                  exit code 1 and a list when an older key is still needed

To change keys: put the new entry first, restart every process, rotate, then take the old entry out.`;

const FAILED = 1;

const lineOf = ({ column, keyId, values }: KeyUse): string => `${column.padEnd(44)} ${keyId.padEnd(16)} ${values}`;

const rotationOf = ({ platform: { database, config } }: OperatorContext): KeyRotation =>
  new KeyRotation(database, new FieldCipher(config));

export const keys: OperatorCommand = {
  name: 'keys',
  help: HELP,
  offline: {
    generate: ([name, ...rest], context) => {
      if (name === undefined || rest.length > 0 || !/^[a-z0-9][a-z0-9-]{0,30}$/.test(name))
        throw new WrongUsage('Name the key: lower case letters, digits and hyphens.');
      context.print(newKeyEntry(name));
      return Promise.resolve(0);
    },
    vapid: (rest, context) => {
      if (rest.length > 0) throw new WrongUsage('vapid takes nothing.');
      context.print(newVapidKeys());
      return Promise.resolve(0);
    },
  },
  actions: {
    receipts: async (_args, context) => {
      context.print(`Receipts are signed with the key ${await signerOf(context).rotate()} from now on.`);
      return 0;
    },
    status: async (_args, context) => {
      const rows = await rotationOf(context).usage();
      for (const use of rows) context.print(lineOf(use));
      if (rows.length === 0) context.print('No value is encrypted yet.');
      return 0;
    },
    rotate: async (_args, context) => {
      const rotation = rotationOf(context);
      await rotation.refuseWrongKeys();
      const { rewritten, left } = await rotation.rotate((column, done) => context.tell(`${column}: ${done}`));
      context.print(`${rewritten} values were brought to the key ${context.config.keys?.activeId}.`);
      if (left.length === 0) return 0;
      for (const use of left) context.tell(lineOf(use));
      context.tell(
        'These have an older key still, which must stay. Restart every process with the new keys, and run this again.',
      );
      return FAILED;
    },
  },
};

if (process.argv[1] === import.meta.filename) process.exitCode = await runOperatorCommand(keys, process.argv.slice(2));
