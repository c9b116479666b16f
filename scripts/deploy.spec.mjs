import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './throw-away-server.mjs';
import { ROOT } from './workspace.mjs';

const DEPLOY = join(ROOT, 'deploy');
const read = (...path) => readFileSync(join(DEPLOY, ...path), 'utf8');

/** The tools that read these files on a server; a machine without them says which is missing. */
function isInstalled(tool) {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const withTool = (tool) => (isInstalled(tool) ? describe : describe.skip);

let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aegis-deploy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

withTool('promtool')('the alerts (needs Debian’s prometheus)', () => {
  it('are rules, and come when they should and only then', () => {
    const options = { cwd: join(DEPLOY, 'prometheus'), encoding: 'utf8' };
    expect(execFileSync('promtool', ['check', 'rules', 'alerts.yml'], options)).toContain('SUCCESS');
    expect(execFileSync('promtool', ['test', 'rules', 'alerts.test.yml'], options)).toContain('SUCCESS');
  });
});

describe('every alert', () => {
  const names = [...read('prometheus', 'alerts.yml').matchAll(/alert: (\w+)/g)].map(([, name]) => name);

  it('has its page of what to do, and is tested', () => {
    const pages = [...readFileSync(join(ROOT, 'docs', 'runbooks.md'), 'utf8').matchAll(/^## (Aegis\w+)/gm)];
    expect(pages.map(([, name]) => name)).toEqual(names);
    const tested = new Set(
      [...read('prometheus', 'alerts.test.yml').matchAll(/alertname: (\w+)/g)].map(([, name]) => name),
    );
    expect([...tested].toSorted()).toEqual(names.toSorted());
  });

  it('asks for figures that the server has', () => {
    const sources = execFileSync('grep', ['-rhoE', "'aegis_[a-z_]+'", join(ROOT, 'apps/api/src/features/operations')], {
      encoding: 'utf8',
    });
    const served = new Set(sources.split('\n').map((name) => name.slice(1, -1)));
    const asked = read('prometheus', 'alerts.yml').matchAll(/\b(aegis_[a-z_]+?)(?:_count|_bucket)?(?=[{[)\s])/g);
    expect([...asked].map(([, name]) => name).filter((name) => !served.has(name))).toEqual([]);
  });
});

withTool('systemd-analyze')('the units (need systemd)', () => {
  it.each([
    ['aegis@.service', 'aegis@3001.service'],
    ['aegis.service', 'aegis.service'],
  ])('%s is one that systemd takes, and gives the process little', (unitFile, instance) => {
    const unit = read('systemd', unitFile).replace('/usr/bin/node', process.execPath).replace('/opt/aegis', folder);
    const file = join(folder, instance);
    writeFileSync(file, unit);
    expect(execFileSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })).toBe('');
    const verdict = execFileSync('systemd-analyze', ['security', '--offline=true', file], { encoding: 'utf8' });
    expect(Number(/exposure level[^:]*: ([\d.]+)/.exec(verdict)[1])).toBeLessThan(2.5);
  });

  it.each(['aegis.env.example', 'owner.env.example'])('names only settings that exist in %s', (example) => {
    const documented = readFileSync(join(ROOT, 'docs', 'configuration.md'), 'utf8');
    const set = [...read('systemd', example).matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(set.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });
});

withTool('caddy')('the Caddyfile (needs Debian’s caddy)', () => {
  it('is one that Caddy takes', () => {
    const file = join(DEPLOY, 'caddy', 'Caddyfile');
    const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    execFileSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', file], { env, stdio: 'pipe' });
  });
});

withTool('nginx')('nginx with its file (needs Debian’s nginx-light)', () => {
  let nginx;
  let upstream;
  const ports = {};

  beforeAll(async () => {
    upstream = createServer(answer);
    await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    ports.http = await freePort();
    ports.https = await freePort();
    nginx = await startNginx(ports, upstream.address().port);
  });
  afterAll(async () => {
    nginx?.kill('SIGQUIT');
    upstream.closeAllConnections();
    await new Promise((resolve) => upstream.close(resolve));
  });

  it('sends plain HTTP to https', async () => {
    const { status, headers } = await ask(httpRequest, { port: ports.http, path: '/book?x=1' });
    expect([status, headers.location]).toEqual([301, 'https://aegis.example.org/book?x=1']);
  });

  it('says who asks by which scheme, whatever the client says of itself', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' };
    const { body } = await ask(httpsRequest, { port: ports.https, path: '/echo', headers });
    expect(JSON.parse(body)).toMatchObject({
      host: 'aegis.example.org',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
    });
  });

  it('shows /metrics to nobody, and lets a picture through but nothing larger', async () => {
    const https = { port: ports.https, method: 'POST' };
    expect((await ask(httpsRequest, { port: ports.https, path: '/metrics' })).status).toBe(404);
    expect((await ask(httpsRequest, { ...https, path: '/echo', body: Buffer.alloc(5 * 2 ** 20) })).status).toBe(200);
    expect((await ask(httpsRequest, { ...https, path: '/echo', body: Buffer.alloc(7 * 2 ** 20) })).status).toBe(413);
  });

  it.each(['/api/v1/events', '/api/v1/jobs/7/events'])(
    'sends an event of %s on while the stream is open',
    async (path) => {
      const first = await new Promise((resolve, reject) => {
        const asked = httpsRequest(optionsOf({ port: ports.https, path }), (response) =>
          response.once('data', (chunk) => {
            resolve(String(chunk));
            asked.destroy();
          }),
        );
        asked.on('error', reject).end();
      });
      expect(first).toBe('data: 1\n\n');
    },
  );
});

/** What stands behind the proxy: streams stay open and everything else says what it was asked with. */
function answer(request, response) {
  if (request.url.endsWith('/events')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.write('data: 1\n\n');
  }
  request.resume().on('end', () => response.end(JSON.stringify(request.headers)));
}

async function startNginx({ http, https }, upstreamPort) {
  const certificate = join(folder, 'ssl');
  mkdirSync(certificate);
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=aegis.example.org'].concat(
      ['-keyout', join(certificate, 'privkey.pem')],
      ['-out', join(certificate, 'fullchain.pem')],
    ),
    { stdio: 'ignore' },
  );
  const site = read('nginx', 'aegis.conf')
    .replaceAll('/etc/ssl/aegis', certificate)
    .replace(/ *listen \[::\].*\n/g, '')
    .replace('listen 80;', `listen 127.0.0.1:${http};`)
    .replace('listen 443 ', `listen 127.0.0.1:${https} `)
    .replace(/server 127.0.0.1:3001;/, `server 127.0.0.1:${upstreamPort};`)
    .replace(/ *server 127.0.0.1:3002;\n/, '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr notice; events {}\n` +
      `http { access_log off; ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}\n${site}}\n`,
  );
  execFileSync('nginx', ['-t', '-c', file, '-p', folder], { stdio: 'pipe' });
  const server = spawn('nginx', ['-c', file, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`nginx ended with ${code}`)));
    server.stderr.on('data', (chunk) => /start worker|using the "/.test(String(chunk)) && resolve());
  });
  return server;
}

const optionsOf = ({ port, path, method = 'GET', headers = {} }) => ({
  host: '127.0.0.1',
  port,
  path,
  method,
  headers: { host: 'aegis.example.org', ...headers },
  // The certificate was made a moment ago for this test.
  rejectUnauthorized: false,
});

function ask(request, { body, ...options }) {
  return new Promise((resolve, reject) => {
    const asked = request(optionsOf(options), async (response) => {
      const chunks = await response.toArray();
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
    });
    asked.on('error', reject).end(body);
  });
}
