import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type Endpoint } from '@aegis/contract';
import { repositoryRoot } from '../src/commands/db/dump.js';
import { type NewSession, SessionsService } from '../src/features/identity/sessions/sessions.service.js';
import { openRequestWorld, type RequestWorld, validRequest } from './request-world.js';
import { sendRaw } from './raw-request.js';

/** From the one who may least: what the later ones change must not stand in the way of the earlier. */
const CALLERS = [
  'anonymous',
  'suspended',
  'erased',
  'for rights',
  'other customer',
  'other guard',
  'assigned guard',
  'customer',
  'admin',
] as const;
type Caller = (typeof CALLERS)[number];

type Verdict = 'yes' | 'sign in' | 'rights only' | 'not the role' | 'not there';

/** All that somebody who is kept out of their account can do. */
const RIGHTS = [
  ...['auth.logout', 'users.downloadExport', 'users.eraseMe', 'users.exportMe', 'users.exports', 'users.standing'],
];

const LAST = ['users.removePhoto', 'users.eraseMe'];

const ENDPOINTS = Object.entries(api)
  .flatMap(([group, endpoints]) =>
    Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => [`${group}.${name}`, endpoint] as const),
  )
  // What takes something away comes last: the others need it.
  .sort(([a], [b]) => LAST.indexOf(a) - LAST.indexOf(b));

const FILE = join(repositoryRoot(), 'docs', 'access.md');

let world: RequestWorld;
const people = new Map<Caller, string>();
const matrix = new Map<string, Record<Caller, Verdict>>();

beforeAll(async () => {
  world = await openRequestWorld();
  const { customer, otherCustomer, guard, otherGuard, admin, market } = world;
  const [suspended, erased, keptOut] = await Promise.all([
    market.registerCustomer(),
    market.registerCustomer(),
    market.registerCustomer(),
  ]);
  people.set('customer', customer.id).set('other customer', otherCustomer.id).set('admin', admin.id);
  people.set('assigned guard', guard.id).set('other guard', otherGuard.id);
  people.set('suspended', suspended.id).set('erased', erased.id).set('for rights', keptOut.id);
  await market.application.dataSource.query(`UPDATE users SET status = 'suspended' WHERE id = ANY ($1::uuid[])`, [
    [suspended.id, keptOut.id],
  ]);
  await erased.client.users.eraseMe();
  for (const [name, endpoint] of ENDPOINTS) matrix.set(name, await row(name, endpoint));
}, 240_000);
afterAll(() => world.market.close());

async function row(name: string, endpoint: Endpoint): Promise<Record<Caller, Verdict>> {
  const verdicts: Partial<Record<Caller, Verdict>> = {};
  for (const caller of CALLERS) verdicts[caller] = await ask(name, endpoint, caller);
  return verdicts as Record<Caller, Verdict>;
}

async function ask(name: string, endpoint: Endpoint, caller: Caller): Promise<Verdict> {
  const { market } = world;
  const person = people.get(caller);
  // A new session each time: some routes end it. Also for those who have none any more: theirs must not work.
  const token = person === undefined ? undefined : (await openSession(caller, person)).token;
  const { path, query, body } = validRequest(world, name, endpoint);
  const content = body instanceof Buffer ? body : body && JSON.stringify(body);
  const answer = await sendRaw(market.application.port, {
    method: endpoint.method,
    path: path + query,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(content !== undefined && { 'content-type': body instanceof Buffer ? 'image/png' : 'application/json' }),
    },
    ...(content !== undefined && { body: content }),
  });
  expect(answer.status, `${name} for ${caller}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
  return verdictOf(answer);
}

const openSession = (caller: Caller, person: string): Promise<NewSession> => {
  const sessions = world.market.application.app.get(SessionsService);
  return caller === 'for rights'
    ? sessions.openForRights(person, 'matrix', null)
    : sessions.open(person, 'matrix', null);
};

function verdictOf({ status, text }: { status: number; text: string }): Verdict {
  const code = status >= 400 ? (JSON.parse(text) as { code: string }).code : '';
  if (code === 'unauthenticated') return 'sign in';
  if (code === 'rights_only') return 'rights only';
  if (code === 'forbidden') return 'not the role';
  return code === 'not_found' ? 'not there' : 'yes';
}

function describeMatrix(): string {
  const header = `| route | ${CALLERS.join(' | ')} |`;
  const rows = [...matrix]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, verdicts]) => {
      const endpoint = ENDPOINTS.find(([other]) => other === name)?.[1];
      return `| \`${endpoint?.method} ${endpoint?.path}\` | ${CALLERS.map((caller) => verdicts[caller]).join(' | ')} |`;
    });
  return `${INTRODUCTION}\n\n${header}\n|${' --- |'.repeat(CALLERS.length + 1)}\n${rows.join('\n')}\n`;
}

const INTRODUCTION = `# Who may call what

Measured, not written: \`apps/api/test/access-matrix.db.spec.ts\` calls every route of the contract as nine people, on a job of the customer that the assigned guard works, and compares. A new route without a row fails; \`UPDATE_DOCS=1 npm test -- access-matrix\` writes it, to be read before it is committed.

yes: let in (the request itself may still be refused for its content) · for rights: who is suspended, in a session for their rights alone · sign in: 401 · rights only: 403 · not the role: 403 · not there: 404, for what is somebody else's as for what does not exist.`;

describe('access', () => {
  it('is as docs/access.md says, for every route and every kind of caller', () => {
    const text = describeMatrix();
    if (process.env.UPDATE_DOCS === '1') writeFileSync(FILE, text);
    expect(text).toBe(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');
  });

  it('is denied to whoever has no session, is suspended or erased, but where anyone may', () => {
    for (const [name, endpoint] of ENDPOINTS)
      for (const caller of ['anonymous', 'suspended', 'erased'] as const)
        if (endpoint.access !== 'anyone') expect(matrix.get(name)?.[caller], `${name} for ${caller}`).toBe('sign in');
  });

  it('is denied to a session for rights alone, but where the contract says that it is for rights', () => {
    const opened = ENDPOINTS.filter(([name, { access }]) => {
      expect(access === 'anyone' || matrix.get(name)?.['for rights'] !== 'sign in', name).toBe(true);
      return access !== 'anyone' && matrix.get(name)?.['for rights'] !== 'rights only';
    }).map(([name]) => name);
    expect(opened.sort()).toEqual(RIGHTS);
    expect(
      ENDPOINTS.filter(([, { forRights }]) => forRights)
        .map(([name]) => name)
        .sort(),
    ).toEqual(RIGHTS);
  });

  it('is denied to every role that the contract does not name', () => {
    const roles = {
      'other customer': 'customer',
      'other guard': 'guard',
      'assigned guard': 'guard',
      admin: 'admin',
    } as const;
    for (const [name, { access }] of ENDPOINTS)
      for (const [caller, role] of Object.entries(roles))
        if (Array.isArray(access) && !access.includes(role))
          expect(matrix.get(name)?.[caller as Caller], `${name} for ${caller}`).toBe('not the role');
  });

  it("to somebody else's job, offer, proposal, place and money looks as if they were not there", () => {
    const foreign = ENDPOINTS.filter(([, { path }]) => /^\/(jobs|offers|proposals|users\/me\/places)\/:id/.test(path));
    expect(foreign.length).toBeGreaterThan(8);
    for (const [name] of foreign)
      for (const caller of ['other customer', 'other guard'] as const)
        expect(['not there', 'not the role'], `${name} for ${caller}`).toContain(matrix.get(name)?.[caller]);
  });
});
