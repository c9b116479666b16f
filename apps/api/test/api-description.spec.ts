import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { api, API_BASE_PATH, describeApi, type Endpoint } from '@aegis/contract';
import { describeErrors, ERROR_CATALOGUES, ERROR_CODES } from '../src/features/operations/error-catalogues.js';

const ENDPOINTS = Object.entries(api).flatMap(([group, endpoints]) =>
  Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => [`${group}.${name}`, endpoint] as const),
);

interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: { code?: { enum?: string[] } } }> };
}

interface Operation {
  operationId: string;
  parameters: { name: string; in: string }[];
  security: object[];
  requestBody?: object;
  responses: Record<string, object>;
}

const description = describeApi(api, API_BASE_PATH, ERROR_CODES) as unknown as Description;
const operations = Object.values(description.paths).flatMap((path) => Object.values(path));

describe('the OpenAPI description', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(description.openapi).toBe('3.1.0');
    const onTheWire = JSON.parse(JSON.stringify(description)) as Record<string, unknown>;
    const { valid, errors } = await new Validator().validate(onTheWire);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('has every endpoint of the contract once, under its name', () => {
    const names = operations.map((operation) => operation.operationId).sort();
    expect(names).toEqual(ENDPOINTS.map(([name]) => name).sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('points only at components that are there', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    expect(references.length).toBeGreaterThan(0);
    const known = Object.keys(description.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.filter((target) => !known.includes(target ?? ''))).toEqual([]);
  });

  it.each(ENDPOINTS)('says of %s what the contract says', (name, endpoint) => {
    const operation = operations.find(({ operationId }) => operationId === name);
    const path = endpoint.path.match(/:\w+/g) ?? [];
    expect(operation?.parameters.filter((parameter) => parameter.in === 'path')).toHaveLength(path.length);
    expect(operation?.parameters.some((parameter) => parameter.name === 'Idempotency-Key')).toBe(endpoint.idempotent);
    expect(operation?.security.length === 0).toBe(endpoint.access === 'anyone');
    expect(operation?.requestBody !== undefined).toBe(endpoint.body !== undefined);
    const codes = [`${endpoint.status}`, ...(endpoint.isVersioned ? ['304'] : []), 'default'];
    expect(Object.keys(operation?.responses ?? {})).toEqual(codes);
  });
});

describe('the errors', () => {
  it('have codes that mean one thing each', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
    expect(ERROR_CODES.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('say in a sentence what to do, with a status of a refusal', () => {
    for (const [code, { status, sentence }] of Object.values(ERROR_CATALOGUES).flatMap((entries) =>
      Object.entries(entries),
    )) {
      expect(sentence, code).toMatch(/^[A-Z].*\.$/);
      expect(status >= 400 && status < 600, code).toBe(true);
    }
  });

  it('are the enum of the description', () => {
    expect(description.components.schemas.Problem?.properties?.code?.enum).toEqual(ERROR_CODES);
  });

  /** `npx vitest run --project small api-description -u` writes the page anew. */
  it('are those of docs/errors.md', async () => {
    await expect(describeErrors()).toMatchFileSnapshot('../../../docs/errors.md');
  });
});
