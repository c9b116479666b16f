import fastifyStatic from '@fastify/static';
import { api, API_BASE_PATH, describeApi } from '@aegis/contract';
import type { FastifyInstance } from 'fastify';
// Its index would load the bundle for browsers into this process: 0.3 s of every start.
import absolutePath from 'swagger-ui-dist/absolute-path.js';
import { ERROR_CATALOGUES, ERROR_CODES } from './error-catalogues.js';

const DOCS_PATH = '/api/docs';

/** Swagger UI sets style attributes and draws its icons as data URLs; scripts stay files of this server. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aegis API</title>
<link rel="stylesheet" href="${DOCS_PATH}/assets/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="${DOCS_PATH}/assets/swagger-ui-bundle.js"></script>
<script src="${DOCS_PATH}/start.js"></script>
</body>
</html>`;

const START = `window.SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true });`;

/** Serves the OpenAPI 3.1 description and two pages for people: the API and its errors. */
export async function serveApiDocs(fastify: FastifyInstance): Promise<void> {
  // Made when somebody asks for the first time: at the start it was a tenth of a second that every process waited for.
  let description: string | undefined;
  const describe = (): string => (description ??= JSON.stringify(describeApi(api, API_BASE_PATH, ERROR_CODES)));
  fastify.get('/api/openapi.json', async (_request, reply) => reply.type('application/json').send(describe()));
  const page = (path: string, type: string, content: string): void => {
    fastify.get(path, async (_request, reply) =>
      reply.header('content-security-policy', DOCS_POLICY).type(type).send(content),
    );
  };
  page(DOCS_PATH, 'text/html; charset=utf-8', PAGE);
  page(`${DOCS_PATH}/start.js`, 'text/javascript; charset=utf-8', START);
  page(`${DOCS_PATH}/errors`, 'text/html; charset=utf-8', errorsPage());
  await fastify.register(fastifyStatic, { root: absolutePath(), prefix: `${DOCS_PATH}/assets/`, decorateReply: false });
}

/** Catalogue sentences are our own text and hold no markup. */
function errorsPage(): string {
  const sections = Object.entries(ERROR_CATALOGUES).map(([feature, entries]) => {
    const rows = Object.entries(entries).map(
      ([code, { status, sentence }]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${sentence}</td></tr>`,
    );
    return `<h2>${feature}</h2><table><tr><th>code</th><th>status</th><th>what it says</th></tr>${rows.join('')}</table>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Aegis API errors</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
td,th{text-align:left;padding:.25rem 1rem .25rem 0;vertical-align:top}tr:target{background:#fff3bf}</style></head>
<body><h1>Errors</h1><p>Every refusal is application/problem+json. Compare <code>code</code>; <code>detail</code> is for people.</p>
${sections.join('\n')}</body></html>`;
}
