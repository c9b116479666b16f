import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Marketplace, type Person } from '../../../test/marketplace.js';
import { sendRaw } from '../../../test/raw-request.js';
import { RequestStatements } from '../../../test/request-statements.js';

let market: Marketplace;
let customer: Person;
let statements: RequestStatements;

beforeAll(async () => {
  market = await Marketplace.open();
  statements = new RequestStatements(market.application.dataSource);
  customer = await market.registerCustomer();
});
afterAll(() => market.close());

interface Seen {
  status: number;
  /** Without the look-up of the session, which is shared by the requests of a moment. */
  sent: string[];
}

/** Books a job for whoever `token` is of, and sees what it cost the database. */
async function book(body: object, token: string, key: string = randomUUID()): Promise<Seen> {
  const requestId = randomUUID();
  const { status } = await sendRaw(market.application.port, {
    method: 'POST',
    path: '/api/v1/jobs',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': key,
      'x-request-id': requestId,
    },
    body: JSON.stringify(body),
  });
  return { status, sent: statements.of(requestId) };
}

const invalid = (): object => ({ ...market.draft(), title: 5 });

describe('a request with an idempotency key', () => {
  it('opens one transaction with its key when it is valid', async () => {
    const seen = await book(market.draft(), customer.token);
    expect(seen.status).toBe(201);
    expect(seen.sent.filter((text) => text === 'BEGIN')).toHaveLength(1);
    expect(seen.sent.filter((text) => text.includes('INSERT INTO idempotency_keys'))).toHaveLength(1);
  });

  it('opens none and writes nothing when its body is not as the contract says', async () => {
    const seen = await book(invalid(), customer.token);
    expect(seen).toEqual({ status: 400, sent: [] });
  });

  it('is refused for who is asking before what is asked', async () => {
    expect(await book(invalid(), 'unknown')).toEqual({ status: 401, sent: [] });
    const guard = await market.verifiedGuard();
    expect(await book(invalid(), guard.token)).toEqual({ status: 403, sent: [] });
  });

  it('leaves its key unused when it was refused as invalid', async () => {
    const key = randomUUID();
    expect((await book(invalid(), customer.token, key)).status).toBe(400);
    expect((await book(market.draft(), customer.token, key)).status).toBe(201);
  });
});
