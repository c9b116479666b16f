import { z } from 'zod';
import type { Access, Endpoint } from './endpoint.js';
import { problem } from './problem.js';

type Json = Record<string, unknown>;

/** What an endpoint that takes a picture accepts. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * JSON Schema 2020-12 of the wire form. `io: 'input'` is the wire side of every codec, for requests and answers alike.
 * A named schema becomes a component; the others stay inline.
 */
const COMPONENTS_URI = '#/components/schemas/';

function wireSchema(schema: z.ZodType, components: Map<string, Json>): Json {
  const { root, definitions } = writtenOnce(schema);
  for (const [name, definition] of definitions) components.set(name, definition);
  return root;
}

interface Written {
  root: Json;
  definitions: readonly (readonly [name: string, definition: Json])[];
}

/** The contract is described twice at every start, for its version and for people, and this is all that takes time of it. */
const written = new WeakMap<z.ZodType, Written>();

function writtenOnce(schema: z.ZodType): Written {
  const known = written.get(schema);
  if (known) return known;
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json & {
    $defs?: Record<string, Json>;
  };
  const { $defs } = root;
  // The dialect is named once for the whole document, the definitions move to its components.
  delete root['$schema'];
  delete root.$defs;
  const definitions = Object.entries($defs ?? {}).map(([name, one]) => [name, moveReferences(one)] as const);
  const found = { root: moveReferences(root), definitions };
  written.set(schema, found);
  return found;
}

/** zod points at `#/$defs/X`; in an OpenAPI document shared schemas live under components. */
function moveReferences(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${COMPONENTS_URI}`)) as Json;
}

function parameters(endpoint: Endpoint, components: Map<string, Json>): Json[] {
  const of = (schema: z.ZodType | undefined, location: 'path' | 'query'): Json[] => {
    if (!schema) return [];
    const { properties = {}, required = [] } = wireSchema(schema, components) as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: location,
      required: location === 'path' || required.includes(name),
      schema: property,
    }));
  };
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key with the same body gives the first answer again; with another body 422.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  };
  const lastEventId = {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The last `id` received: what happened since then comes first.',
    schema: { type: 'string', pattern: '^[0-9]{1,15}$' },
  };
  const ifNoneMatch = {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of the answer that the caller has: 304 while it is still the same.',
    schema: { type: 'string', maxLength: 200 },
  };
  return [
    ...of(endpoint.params, 'path'),
    ...of(endpoint.query, 'query'),
    ...(endpoint.idempotent ? [idempotencyKey] : []),
    ...(endpoint.events ? [lastEventId] : []),
    ...(endpoint.isVersioned ? [ifNoneMatch] : []),
  ];
}

function security(access: Access): Json[] {
  return access === 'anyone' ? [] : [{ bearer: [] }, { cookie: [] }];
}

function describeAccess({ access, forRights }: Endpoint): string {
  if (access === 'anyone') return 'Open to anyone.';
  if (forRights) return "For any signed-in user, also in a session for one's rights alone.";
  return access === 'signed-in' ? 'For any signed-in user.' : `For: ${access.join(', ')}.`;
}

const eventsText = (events: Record<string, z.ZodType>): string =>
  `Server-Sent Events, each with JSON data: ${Object.keys(events).join(', ')}. Resumes after \`Last-Event-ID\`.`;

function eventContent(events: Record<string, z.ZodType>, components: Map<string, Json>): Json {
  const anyOf = Object.values(events).map((event) => wireSchema(event, components));
  return { 'text/event-stream': { schema: { anyOf } } };
}

function successOf({ events, fileTypes, answer }: Endpoint, components: Map<string, Json>): Json {
  if (events) return { description: eventsText(events), content: eventContent(events, components) };
  if (fileTypes.length > 0)
    return { description: 'The file', content: Object.fromEntries(fileTypes.map((type) => [type, {}])) };
  if (!answer) return { description: 'Success, without a body' };
  return { description: 'Success', content: { 'application/json': { schema: wireSchema(answer, components) } } };
}

function operation(group: string, name: string, endpoint: Endpoint, components: Map<string, Json>): Json {
  const success = successOf(endpoint, components);
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary: endpoint.summary,
    description: describeAccess(endpoint),
    security: security(endpoint.access),
    parameters: parameters(endpoint, components),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: endpoint.takesImage
          ? Object.fromEntries(IMAGE_TYPES.map((type) => [type, {}]))
          : { 'application/json': { schema: wireSchema(endpoint.body, components) } },
      },
    }),
    responses: {
      [endpoint.status]: success,
      ...(endpoint.isVersioned && { 304: { description: 'What the caller has is still the same' } }),
      default: {
        description: 'Refusal',
        content: { 'application/problem+json': { schema: { $ref: `${COMPONENTS_URI}Problem` } } },
      },
    },
  };
}

/**
 * OpenAPI 3.1 description of `groups` (group -> name -> endpoint).
 * @param codes every error code the server can answer, listed as the enum of `Problem.code`.
 */
export function describeApi(
  groups: Record<string, Record<string, Endpoint>>,
  basePath: string,
  codes: readonly string[],
): Json {
  const components = new Map<string, Json>();
  wireSchema(problem.extend({ code: z.enum(codes as [string, ...string[]]) }).meta({ id: 'Problem' }), components);
  const paths: Record<string, Json> = {};
  for (const [group, endpoints] of Object.entries(groups))
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const path = (endpoint.absolute ? '' : basePath) + endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
      (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(group, name, endpoint, components);
    }
  return {
    openapi: '3.1.0',
    info: { title: 'Aegis', version: '1', description: 'On-demand marketplace for licensed security guards.' },
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-aegis_session' },
      },
    },
  };
}
