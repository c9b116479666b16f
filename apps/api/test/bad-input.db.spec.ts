import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem, type ProblemBody } from '@aegis/contract';
import { ERROR_CODES } from '../src/features/operations/error-catalogues.js';
import { DAY_MS, HOUR_MS } from '../src/platform/clock/duration.js';
import { type Booking, Marketplace, type Person } from './marketplace.js';
import { type RawAnswer, type RawRequest, sendRaw } from './raw-request.js';

let market: Marketplace;
let customer: Person;
let guard: Person;
let admin: Person;
let booking: Booking;

beforeAll(async () => {
  market = await Marketplace.open();
  [customer, guard, admin] = await Promise.all([market.registerCustomer(), market.verifiedGuard(), market.admin()]);
  booking = await market.bookedJob();
});
afterAll(() => market.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const as = (person: Person): Record<string, string> => ({ authorization: `Bearer ${person.token}` });
const send = (raw: RawRequest): Promise<RawAnswer> => sendRaw(market.application.port, raw);

const post = (path: string, body: unknown, person: Person = customer, headers: RawRequest['headers'] = {}) =>
  send({
    method: 'POST',
    path: `/api/v1${path}`,
    headers: { ...JSON_TYPE, ...as(person), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const get = (path: string, person: Person = customer) => send({ path: `/api/v1${path}`, headers: as(person) });

/** The problem in an answer, which has to be one of ours. */
function refusalIn({ status, headers, text }: RawAnswer): ProblemBody {
  expect(headers['content-type'], text).toContain('application/problem+json');
  const body = problem.strict().parse(JSON.parse(text));
  expect(body.status).toBe(status);
  expect(ERROR_CODES).toContain(body.code);
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/node_modules|at .+\.ts|SELECT|syntax error/);
  return body;
}

async function expectRefusal(answer: Promise<RawAnswer>, status: number, code: string): Promise<ProblemBody> {
  const body = refusalIn(await answer);
  expect({ status: body.status, code: body.code }).toEqual({ status, code });
  return body;
}

const draftWith = (changes: Record<string, unknown>): Record<string, unknown> => ({ ...market.draft(), ...changes });
const jobsOfCustomer = async (): Promise<number> => (await customer.client.jobs.list()).items.length;

describe('a job draft', () => {
  const NUL = 'before\0after';
  const LONE_SURROGATE = 'before\ud800after';
  const cases: [string, Record<string, unknown>, string][] = [
    ['an unknown field', { colour: 'red' }, 'body'],
    ['a field of the answer', { status: 'completed' }, 'body'],
    ['a price of its own', { totalAmountCents: 1 }, 'body'],
    ['no title', { title: undefined }, 'body.title'],
    ['an empty title', { title: '' }, 'body.title'],
    ['a title of spaces', { title: '   ' }, 'body.title'],
    ['a title that is too long', { title: 'x'.repeat(121) }, 'body.title'],
    ['NUL in the title', { title: NUL }, 'body.title'],
    ['a lone surrogate in the title', { title: LONE_SURROGATE }, 'body.title'],
    ['NUL in the notes', { locationNotes: NUL }, 'body.locationNotes'],
    ['NUL in a requirement', { specialRequirements: [NUL] }, 'body.specialRequirements.0'],
    ['a lone surrogate in a requirement', { specialRequirements: [LONE_SURROGATE] }, 'body.specialRequirements.0'],
    ['a number for the title', { title: 5 }, 'body.title'],
    ['null for the title', { title: null }, 'body.title'],
    ['a list for the title', { title: ['x'] }, 'body.title'],
    ['text for the rate', { hourlyRateCents: '2500' }, 'body.hourlyRateCents'],
    ['half a cent', { hourlyRateCents: 2500.5 }, 'body.hourlyRateCents'],
    ['a negative rate', { hourlyRateCents: -2500 }, 'body.hourlyRateCents'],
    ['a rate beyond every integer', { hourlyRateCents: 1e300 }, 'body.hourlyRateCents'],
    ['a type that is none', { jobType: 'heist' }, 'body.jobType'],
    ['a clearance that is none', { requiredClearanceLevel: 'secret' }, 'body.requiredClearanceLevel'],
    ['latitude 91', { location: { lat: 91, lng: 0 } }, 'body.location.lat'],
    ['longitude -181', { location: { lat: 0, lng: -181 } }, 'body.location.lng'],
    ['a latitude in words', { location: { lat: '34', lng: 0 } }, 'body.location.lat'],
    ['half a position', { location: { lat: 34 } }, 'body.location.lng'],
    ['a position with height', { location: { lat: 34, lng: 0, alt: 5 } }, 'body.location'],
    ['GeoJSON for a position', { location: { type: 'Point', coordinates: [0, 0] } }, 'body.location.lat'],
    ['a time without a zone', { startTime: '2030-01-01T12:00:00' }, 'body.startTime'],
    ['a day that does not exist', { startTime: '2030-02-30T12:00:00Z' }, 'body.startTime'],
    ['an hour that does not exist', { startTime: '2030-01-01T25:00:00Z' }, 'body.startTime'],
    ['seconds for a time', { startTime: 1_900_000_000 }, 'body.startTime'],
    ['a year of five digits', { startTime: '12030-01-01T12:00:00Z' }, 'body.startTime'],
    [
      '21 skills',
      { requiredSkills: Array.from({ length: 21 }, (_, index) => `skill ${index}`) },
      'body.requiredSkills',
    ],
    ['a skill with quotes', { requiredSkills: [`'; DROP TABLE jobs; --`] }, 'body.requiredSkills.0'],
    ['an object for the skills', { requiredSkills: { 0: 'patrol' } }, 'body.requiredSkills'],
  ];

  it.each(cases)('with %s is refused, and the field is named', async (_, changes, path) => {
    const { errors } = await expectRefusal(post('/jobs', draftWith(changes)), 400, 'invalid_request');
    expect(errors?.map((error) => error.path)).toContain(path);
  });

  it.each(['null', '[]', '"draft"', '5', 'true', '{}'])('that is %s is refused', async (body) => {
    await expectRefusal(post('/jobs', body), 400, 'invalid_request');
  });

  it('names all fields that are wrong at once', async () => {
    const body = await expectRefusal(post('/jobs', draftWith({ title: 5, jobType: 'heist' })), 400, 'invalid_request');
    expect(body.errors?.map((error) => error.path)).toEqual(['body.title', 'body.jobType']);
  });

  it.each([
    ['that ends before it starts', 10 * HOUR_MS, -HOUR_MS, 'end_before_start'],
    ['that ends when it starts', 10 * HOUR_MS, 0, 'end_before_start'],
    ['of half an hour', 10 * HOUR_MS, HOUR_MS / 2, 'job_too_short'],
    ['of a day and a second', 10 * HOUR_MS, 24 * HOUR_MS + 1000, 'job_too_long'],
    ['of more than one guard may work without a rest', 10 * HOUR_MS, 16 * HOUR_MS + 1000, 'too_long_for_one_guard'],
    ['of an hour ago', -HOUR_MS, 2 * HOUR_MS, 'start_in_past'],
    ['in two years', 730 * DAY_MS, 2 * HOUR_MS, 'start_too_far'],
  ])('%s is refused', async (_, startsIn, lasts, code) => {
    const draft = market.draft({ startsIn, lasts });
    await expectRefusal(post('/jobs', draft), 422, code);
    await expectRefusal(post('/jobs/quote', draft), 422, code);
  });

  it('made none of these jobs', async () => {
    expect(await jobsOfCustomer()).toBe(0);
  });

  it('keeps what looks like code as the text it is', async () => {
    const title = `Robert'); DROP TABLE jobs; -- <script>alert(1)</script> $1 \${x} 💂`;
    const job = await market.book(customer, { title, location: market.newPlace() });
    expect((await customer.client.jobs.get({ params: { id: job.id } })).title).toBe(title);
  });
});

describe('a body', () => {
  it.each(['{', '{"title":}', "{'title':'x'}", '{"title":"x",}', 'NaN', '\ufeff{}x', '{"a":1}{"b":2}'])(
    'that is no JSON is refused: %s',
    async (body) => {
      await expectRefusal(post('/jobs', body), 400, 'malformed_body');
    },
  );

  it('that is no UTF-8 is refused or read as broken text, not stored', async () => {
    const draft = JSON.stringify(market.draft()).replace('Gate', 'G\xff\xfete');
    const answer = send({
      method: 'POST',
      path: '/api/v1/jobs/quote',
      headers: { ...JSON_TYPE, ...as(customer) },
      body: Buffer.from(draft, 'latin1'),
    });
    expect((await answer).status).toBeLessThan(500);
  });

  it.each([
    ['__proto__', '{"__proto__":{"admin":true},"email":"a@b.example","password":"x"}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}},"email":"a@b.example","password":"x"}'],
    ['an escaped __proto__', '{"__pr\\u006fto__":{"admin":true},"email":"a@b.example","password":"x"}'],
  ])('with %s pollutes nothing', async (_, body) => {
    const answer = refusalIn(await post('/auth/login', body));
    expect(answer.status).toBe(400);
    expect('admin' in {}).toBe(false);
  });

  it('of 10 MB is refused by its size', async () => {
    await expectRefusal(post('/jobs', JSON.stringify({ title: 'x'.repeat(10 * 1024 * 1024) })), 413, 'body_too_large');
  });

  it('of 10 MB is refused also when its size is not told', async () => {
    const chunked = { 'transfer-encoding': 'chunked' };
    const answer = post('/jobs', JSON.stringify({ title: 'x'.repeat(300 * 1024) }), customer, chunked);
    await expectRefusal(answer, 413, 'body_too_large');
  });

  it.each(['[', '{"a":'])('nested a hundred thousand deep is refused: %s', async (open) => {
    const depth = Math.floor(200_000 / (open.length + 1));
    const body = open.repeat(depth) + '1' + (open === '[' ? ']' : '}').repeat(depth);
    const withKey: Record<string, string> = { 'idempotency-key': randomUUID() };
    for (const headers of [{}, withKey]) {
      await expectRefusal(post('/jobs', body, customer, headers), 400, 'invalid_request');
      const draft = JSON.stringify(draftWith({ specialRequirements: 'deep' })).replace('"deep"', body);
      await expectRefusal(post('/jobs', draft, customer, headers), 400, 'invalid_request');
    }
  });

  it('with numbers beyond a double is refused', async () => {
    const draft = JSON.stringify(draftWith({ hourlyRateCents: 42 })).replace(':42', `:${'9'.repeat(400)}`);
    await expectRefusal(post('/jobs', draft), 400, 'invalid_request');
  });

  it('with ten thousand unknown fields gets a short answer', async () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, index]));
    const answer = post('/jobs', draftWith(fields));
    await expectRefusal(answer, 400, 'invalid_request');
    expect((await answer).text.length).toBeLessThan(20_000);
  });

  it.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])(
    'sent as %s is refused: only JSON is preceded by the browser asking',
    async (type) => {
      const body = 'email=a%40b.example&password=whatever';
      await expectRefusal(post('/auth/login', body, customer, { 'content-type': type }), 415, 'unsupported_media_type');
    },
  );

  it('without a content type is refused', async () => {
    const answer = send({ method: 'POST', path: '/api/v1/jobs', headers: as(customer), body: '{}' });
    await expectRefusal(answer, 415, 'unsupported_media_type');
  });

  it('where none is taken is refused', async () => {
    for (const body of ['{"everywhere":true}', '["everywhere"]', '"everywhere"'])
      await expectRefusal(post('/auth/logout', body), 400, 'invalid_request');
    expect((await customer.client.users.me()).id).toBe(customer.id);
  });

  it('that is missing where one is needed is refused', async () => {
    await expectRefusal(send({ method: 'POST', path: '/api/v1/jobs', headers: as(customer) }), 400, 'invalid_request');
  });
});

describe('an address', () => {
  it.each([
    '/jobs/1',
    '/jobs/null',
    '/jobs/undefined',
    `/jobs/${'f'.repeat(36)}`,
    `/jobs/${'a'.repeat(101)}`,
    '/jobs/%00',
    "/jobs/' OR 1=1 --".replaceAll(' ', '%20'),
    '/jobs/..%2f..%2fadmin%2foverview',
    '/guards/me%00',
    '/nothing',
    '/',
    '',
  ])('that names nothing is not found: %s', async (path) => {
    await expectRefusal(get(path), 404, 'not_found');
  });

  it.each(['/jobs/%zz', '/jobs/%', '/jobs/%e0%a4%a'])('that cannot be decoded is refused: %s', async (path) => {
    const { status } = refusalIn(await get(path));
    expect([400, 404]).toContain(status);
  });

  it.each([
    '/api/docs/assets/../../../../../../etc/passwd',
    '/api/docs/assets/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/api/docs/assets/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/api/docs/assets/....//....//etc/passwd',
    '/api/docs/assets/%00',
    '/../../etc/passwd',
    '//etc/passwd',
    '/api/v1/../v1/admin/overview',
    '/api/docs/assets/nothing.js',
  ])('never leads out of the pages: %s', async (path) => {
    const { status } = refusalIn(await send({ path, headers: as(customer) }));
    expect([400, 403, 404]).toContain(status);
  });

  it.each([
    ['PUT', '/api/v1/jobs'],
    ['DELETE', '/api/v1/jobs'],
    ['PATCH', '/api/v1/auth/login'],
    ['GET', '/api/v1/auth/login'],
    ['OPTIONS', '/api/v1/jobs'],
    ['TRACE', '/api/v1/jobs'],
    ['PROPFIND', '/api/v1/jobs'],
    ['POST', '/api/openapi.json'],
  ])('does not take %s %s', async (method, path) => {
    const { status } = refusalIn(await send({ method, path, headers: as(customer) }));
    expect([404, 405]).toContain(status);
  });

  it.each([
    ['colour=red', 'query'],
    ['limit=0', 'query.limit'],
    ['limit=101', 'query.limit'],
    ['limit=ten', 'query.limit'],
    ['limit=1.5', 'query.limit'],
    ['limit=', 'query.limit'],
    ['limit=5&limit=6', 'query.limit'],
    ['status=lost', 'query.status'],
    ['status[]=matched', 'query'],
    ['cursor=', 'query.cursor'],
    ['cursor=%00', 'query.cursor'],
    ['cursor=x', 'query.cursor'],
    [`cursor=${'A'.repeat(201)}`, 'query.cursor'],
    [`cursor=${Buffer.from(`-200000-01-01T00:00:00.000Z|${randomUUID()}`).toString('base64url')}`, 'query.cursor'],
    [`cursor=${Buffer.from(`2027-01-01T00:00:00.000Z|${'-'.repeat(36)}`).toString('base64url')}`, 'query.cursor'],
    ['__proto__=x', 'query'],
  ])('with the query ?%s is refused', async (query, path) => {
    const { errors } = await expectRefusal(get(`/jobs?${query}`), 400, 'invalid_request');
    expect(errors?.map((error) => error.path)).toContain(path);
  });

  it('without a query takes none', async () => {
    const { errors } = await expectRefusal(get('/users/me?admin=true'), 400, 'invalid_request');
    expect(errors).toEqual([{ path: 'query.admin', message: 'is not known here' }]);
  });
});

describe("somebody else's object looks like one that is not there", () => {
  it('for every address that names a job', async () => {
    const reason = { reason: 'x' };
    const presence = { location: { lat: 0, lng: 0 }, accuracyMeters: 5 };
    for (const id of [booking.job.id, randomUUID()]) {
      for (const path of ['', '/timeline', '/payments', '/location', '/trail'])
        for (const person of [customer, guard])
          await expectRefusal(get(`/jobs/${id}${path}`, person), 404, 'not_found');
      await expectRefusal(get(`/jobs/${id}/candidates`), 404, 'not_found');
      await expectRefusal(post(`/jobs/${id}/cancel`, reason), 404, 'not_found');
      await expectRefusal(post(`/jobs/${id}/cancel`, { ...reason, preview: true }), 404, 'not_found');
      await expectRefusal(post(`/jobs/${id}/withdraw`, reason, guard), 404, 'not_found');
      await expectRefusal(post(`/jobs/${id}/check-in`, presence, guard), 404, 'not_found');
      await expectRefusal(post(`/jobs/${id}/check-out`, presence, guard), 404, 'not_found');
    }
  });

  it('for offers, sessions, guards and users', async () => {
    const offers = await market.application.dataSource.query<{ id: string }[]>(`SELECT id FROM offers LIMIT 1`);
    const sessions = await booking.customer.client.auth.sessions();
    for (const id of [offers[0]?.id, randomUUID()])
      for (const answer of ['accept', 'decline'])
        await expectRefusal(
          send({ method: 'POST', path: `/api/v1/offers/${id}/${answer}`, headers: as(guard) }),
          404,
          'not_found',
        );
    for (const id of [sessions.items[0]?.id, randomUUID()])
      await expectRefusal(
        send({ method: 'DELETE', path: `/api/v1/auth/sessions/${id}`, headers: as(customer) }),
        404,
        'not_found',
      );
    await expectRefusal(get(`/guards/${customer.id}`), 404, 'not_found');
    const [path, reason] = [`/admin/users/${randomUUID()}/suspend`, { reason: 'x' }];
    await expectRefusal(post(path, reason, admin), 404, 'not_found');
  });

  it('and another role is told that it is not for it', async () => {
    await expectRefusal(post('/jobs', market.draft(), guard), 403, 'forbidden');
    await expectRefusal(post(`/jobs/${booking.job.id}/cancel`, { reason: 'x' }, guard), 403, 'forbidden');
    await expectRefusal(get('/guards/me'), 403, 'forbidden');
    await expectRefusal(get('/guards/me/offers', admin), 403, 'forbidden');
    for (const path of ['overview', 'jobs', 'users', 'guards/pending', 'indexes'])
      for (const person of [customer, guard]) await expectRefusal(get(`/admin/${path}`, person), 403, 'forbidden');
  });
});

describe('a token', () => {
  const me = (headers: RawRequest['headers']) => send({ path: '/api/v1/users/me', headers });

  it.each<[string, Record<string, string | string[]>]>([
    ['none', {}],
    ['empty', { authorization: '' }],
    ['without its word', { authorization: 'abc' }],
    ['of another kind', { authorization: 'Basic YTpi' }],
    ['unknown', { authorization: `Bearer ${'a'.repeat(43)}` }],
    ['with spaces in it', { authorization: 'Bearer a b' }],
    ['with quotes in it', { authorization: `Bearer ' OR 1=1` }],
    ['of 10 kB', { authorization: `Bearer ${'a'.repeat(10_000)}` }],
    ['in a cookie, unknown', { cookie: 'aegis_session=abc' }],
    ['in a cookie, encoded badly', { cookie: 'aegis_session=%zz' }],
    ['twice', { authorization: ['Bearer a', 'Bearer b'] }],
  ])('that is no good is answered with 401: %s', async (_, headers) => {
    const answer = me(headers);
    await expectRefusal(answer, 401, 'unauthenticated');
    expect((await answer).headers['www-authenticate']).toBe('Bearer');
  });

  it('of 100 kB is refused before it is read', async () => {
    const { status } = refusalIn(await me({ authorization: `Bearer ${'a'.repeat(100_000)}` }));
    expect(status).toBe(431);
  });
});

describe('a request that is hardly one', () => {
  const speak = (words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(market.application.port, '127.0.0.1', () => socket.end(words));
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it.each(['HELO aegis\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n'])(
    'is answered with a problem: %s',
    async (words) => {
      const [head = '', body = ''] = (await speak(words)).split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 400 /);
      expect(head.toLowerCase()).toContain('content-type: application/problem+json');
      expect(problem.parse(JSON.parse(body))).toMatchObject({ status: 400, code: 'request_refused' });
    },
  );

  it('with its length told twice does not reach the application', async () => {
    const head =
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await speak(`${head}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('with a request id of its own choice gets it back only when it is harmless', async () => {
    const withId = (id: string) => send({ path: '/api/v1/nothing', headers: { 'x-request-id': id } });
    expect(refusalIn(await withId('trace-0123456789')).requestId).toBe('trace-0123456789');
    expect(refusalIn(await withId('<script>alert(1)</script>')).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('with two idempotency keys is refused', async () => {
    const answer = post('/jobs', market.draft(), customer, { 'idempotency-key': ['a', 'b'] });
    await expectRefusal(answer, 400, 'invalid_idempotency_key');
  });

  it.each(['', ' ', 'with space', 'x'.repeat(256), '\u00e9'])('with the idempotency key %j is refused', async (key) => {
    const answer = post('/jobs', market.draft(), customer, { 'idempotency-key': key });
    await expectRefusal(answer, 400, 'invalid_idempotency_key');
  });
});
