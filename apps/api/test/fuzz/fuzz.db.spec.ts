import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, API_BASE_PATH, describeApi, type Endpoint } from '@aegis/contract';
import { ERROR_CODES } from '../../src/features/operations/error-catalogues.js';
import { SessionsService } from '../../src/features/identity/sessions/sessions.service.js';
import { type RawAnswer, sendRaw } from '../raw-request.js';
import { openRequestWorld, type RequestWorld, validRequest } from '../request-world.js';
import { mutatedBody, mutatedPath, mutatedQuery } from './mutations.js';
import { Random } from './random.js';

/** A few in the ordinary tests; `npm run fuzz` sends 200 and more to each operation. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 6);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122);
const TOO_SLOW_MS = 10_000;

interface Operation {
  operationId: string;
  parameters: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

const description = JSON.parse(JSON.stringify(describeApi(api, API_BASE_PATH, ERROR_CODES))) as {
  paths: Record<string, Record<string, Operation>>;
  components: object;
};
const operations = new Map(
  Object.values(description.paths)
    .flatMap((path) => Object.values(path))
    .map((operation) => [operation.operationId, operation]),
);

const ajv = new Ajv2020({ strict: false, allErrors: false });
(addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'api', components: description.components });

const ENDPOINTS = Object.entries(api).flatMap(([group, endpoints]) =>
  Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => [`${group}.${name}`, endpoint] as const),
);

let world: RequestWorld;

beforeAll(async () => {
  world = await openRequestWorld();
}, 120_000);
afterAll(() => world.market.close());

/** References are to the document, which is known as `api` here. */
function validator(schema: object): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as object);
}

const problemValidator = validator({ $ref: '#/components/schemas/Problem' });

function answerValidator(operation: Operation, status: number): ValidateFunction | null {
  const schema = operation.responses[String(status)]?.content?.['application/json']?.schema;
  return schema ? validator(schema) : null;
}

/** Whoever may call it, and now and then whoever may not. */
async function tokenFor(endpoint: Endpoint, random: Random): Promise<string | null> {
  const { customer, otherCustomer, guard, otherGuard, admin, spare, market } = world;
  const everybody = [customer, otherCustomer, guard, otherGuard, admin];
  const roles = { customer: [customer, otherCustomer], guard: [guard, otherGuard], admin: [admin] };
  const allowed = Array.isArray(endpoint.access)
    ? (endpoint.access as (keyof typeof roles)[]).flatMap((role) => roles[role])
    : everybody;
  if (random.chance(0.05)) return null;
  const person = endpoint === api.users.eraseMe ? spare : random.pick(random.chance(0.9) ? allowed : everybody);
  return (await market.application.app.get(SessionsService).open(person.id, 'fuzz', null)).token;
}

interface Sent {
  answer: RawAnswer;
  tookMs: number;
  what: string;
}

async function send(name: string, endpoint: Endpoint, random: Random): Promise<Sent> {
  const valid = validRequest(world, name, endpoint);
  const names = (operations.get(name)?.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name);
  const path = mutatedPath(valid.path, random) + (mutatedQuery(names, random) || valid.query);
  const isImage = valid.body instanceof Buffer;
  const body =
    endpoint.method === 'GET'
      ? undefined
      : isImage
        ? mutatedBytes(valid.body as Buffer, random)
        : mutatedBody(valid.body as Record<string, unknown> | undefined, random);
  const token = await tokenFor(endpoint, random);
  const started = performance.now();
  const answer = await sendRaw(world.market.application.port, {
    method: endpoint.method,
    path,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && body.length > 0 && { 'content-type': isImage ? 'image/png' : 'application/json' }),
      ...(endpoint.idempotent &&
        random.chance(0.3) && { 'idempotency-key': random.pick(['a', 'b', 'é', 'x'.repeat(300)]) }),
    },
    ...(body !== undefined && { body }),
  });
  const what = `${endpoint.method} ${path.slice(0, 300)} ${String(body ?? '').slice(0, 500)}`;
  return { answer, tookMs: performance.now() - started, what };
}

function mutatedBytes(valid: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(valid);
  for (let i = random.below(20); i > 0; i--) bytes[random.below(bytes.length)] = random.below(256);
  return random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length)) : bytes;
}

function objection(name: string, { answer, tookMs }: Sent): string | null {
  if (answer.status >= 500) return `answered ${answer.status}: ${answer.text.slice(0, 500)}`;
  if (tookMs > TOO_SLOW_MS) return `took ${Math.round(tookMs)} ms`;
  if (answer.status >= 400) {
    if (problemValidator(JSON.parse(answer.text))) return null;
    return `is no problem as documented: ${answer.text.slice(0, 500)}`;
  }
  const operation = operations.get(name);
  if (!operation?.responses[String(answer.status)]) return `answered ${answer.status}, which is not documented`;
  const validate = answerValidator(operation, answer.status);
  if (!validate || validate(JSON.parse(answer.text))) return null;
  return `answered what is not documented: ${ajv.errorsText(validate.errors)} ${answer.text.slice(0, 500)}`;
}

describe(`${RUNS} hostile requests (seed ${SEED})`, () => {
  it.each(ENDPOINTS)(
    'to %s are answered as documented, and none with a 5xx',
    async (name, endpoint) => {
      const random = new Random(
        SEED + name.length * 7919 + [...name].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7),
      );
      const objections: string[] = [];
      for (let run = 0; run < RUNS; run++) {
        const sent = await send(name, endpoint, random);
        const said = objection(name, sent);
        if (said !== null) objections.push(`${sent.what}\n  ${said}`);
      }
      expect(objections.slice(0, 3)).toEqual([]);
    },
    10_000 + RUNS * 1000,
  );
});
