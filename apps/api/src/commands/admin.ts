import { parseArgs } from 'node:util';
import { users } from '../../database/tables.js';
import { Passwords } from '../features/identity/credentials/passwords.js';
import { SecondFactor } from '../features/identity/credentials/second-factor.js';
import { SessionsRepository } from '../features/identity/sessions/sessions.repository.js';
import { newToken } from '../platform/crypto/tokens.js';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { pick } from '../platform/database/shapes.js';
import { type RowFrom, statement } from '../platform/database/statement.js';
import { SYSTEM } from '../platform/timeline/timeline.js';
import { CommandRefusal, WrongUsage } from './db/command.js';
import { type OperatorCommand, type OperatorContext, runOperatorCommand } from './operator/operator-command.js';

const HELP = `npm run admin -- ACTION

Administrators are made here only: nobody can register as one.

  create --email ADDRESS --first NAME --last NAME   prints the password and the second factor, once
  second-factor --email ADDRESS                     a new second factor, for a lost phone; ends all sessions and passkeys
  revoke --email ADDRESS                            closes the account and ends its sessions`;

/** 128 bits: typed once into a password manager. */
const PASSWORD_LENGTH = 22;

const OPTIONS = { email: { type: 'string' }, first: { type: 'string' }, last: { type: 'string' } } as const;

function addressOf(args: string[]): string {
  const { email } = parseArgs({ args, options: OPTIONS }).values;
  if (email === undefined || !/^[^@\s]+@[^@\s]+$/.test(email)) throw new WrongUsage('Give the address with --email.');
  return email;
}

const secondFactorOf = ({ platform }: OperatorContext): SecondFactor =>
  new SecondFactor(new FieldCipher(platform.config), platform);

const record = ({ platform }: OperatorContext, action: string, subjectId: string): Promise<void> =>
  platform.audit.record({ action, actor: SYSTEM, subjectId });

const ADMIN = statement({
  takes: [users.email],
  gives: pick(users, 'id', 'totpSecretEncrypted'),
  text: (row) => `SELECT ${row} FROM users WHERE email = $1 AND role = 'admin' AND deleted_at IS NULL`,
});

async function adminOf({ platform: { database } }: OperatorContext, email: string): Promise<RowFrom<typeof ADMIN>> {
  const user = await database.row(ADMIN, [email]);
  if (!user) throw new CommandRefusal(`There is no administrator ${email}.`);
  return user;
}

/** In every process: each asks the database. */
const endSessions = ({ platform: { database, clock } }: OperatorContext, userId: string): Promise<void> =>
  new SessionsRepository(database).revokeAll(userId, clock.now());

async function create(args: string[], context: OperatorContext): Promise<number> {
  const email = addressOf(args);
  const { first, last } = parseArgs({ args, options: OPTIONS }).values;
  if (!first || !last) throw new WrongUsage('Give the name with --first and --last.');
  const { database, ids } = context.platform;
  const password = newToken().slice(0, PASSWORD_LENGTH);
  const passwordHash = await new Passwords().hash(password);
  const id = ids.next();
  const factor = await database.transaction(async () => {
    const made = await database.run(
      `INSERT INTO users (id, email, password_hash, first_name, last_name, role, status, email_verified_at, created_at)
       SELECT $1, $2, $3, $4, $5, 'admin', 'active', now(), now()
       WHERE NOT EXISTS (SELECT FROM users WHERE email = $2::citext AND deleted_at IS NULL)`,
      [id, email, passwordHash, first, last],
    );
    if (made === 0) throw new CommandRefusal(`There is an account with the address ${email} already.`);
    await record(context, 'admin.created', id);
    return secondFactorOf(context).enrol(id, email);
  });
  context.print(`Administrator ${email}\npassword       ${password}\nsecond factor  ${factor}`);
  if (!context.platform.config.secondFactorForAdmins)
    context.print('ADMIN_SECOND_FACTOR is off: no code is asked for until it is taken away.');
  context.print('Neither is shown again. Enter the address of the second factor in an authenticator application.');
  return 0;
}

async function renewSecondFactor(args: string[], context: OperatorContext): Promise<number> {
  const email = addressOf(args);
  const factor = await context.platform.database.transaction(async () => {
    const { id, totpSecretEncrypted } = await adminOf(context, email);
    const made = await secondFactorOf(context).enrol(id, email, totpSecretEncrypted);
    // Whoever has found the phone has the passkeys on it.
    await context.platform.database.run(`DELETE FROM passkeys WHERE user_id = $1`, [id]);
    await endSessions(context, id);
    await record(context, 'admin.second_factor_renewed', id);
    return made;
  });
  context.print(`second factor  ${factor}`);
  return 0;
}

async function revoke(args: string[], context: OperatorContext): Promise<number> {
  const email = addressOf(args);
  await context.platform.database.transaction(async () => {
    const { id } = await adminOf(context, email);
    await context.platform.database.run(
      `UPDATE users SET deleted_at = now(), status = 'inactive', status_before_suspension = NULL
       WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    await endSessions(context, id);
    await record(context, 'admin.revoked', id);
  });
  context.print(`${email} is no administrator any more.`);
  return 0;
}

export const admin: OperatorCommand = {
  name: 'admin',
  help: HELP,
  actions: { create, 'second-factor': renewSecondFactor, revoke },
};

if (process.argv[1] === import.meta.filename) process.exitCode = await runOperatorCommand(admin, process.argv.slice(2));
