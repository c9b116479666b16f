import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api, API_BASE_PATH } from '@aegis/contract';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../apps/api/src/platform/config/config.ts';
import { ROLES } from '../apps/api/src/platform/config/role.ts';
import { adviceOf } from '../apps/api/src/startup/advice.ts';
import { composeFile, kubernetesObject } from './container-shapes.mjs';
import { ROOT } from './workspace.mjs';

const read = (...path) => readFileSync(join(ROOT, 'deploy', ...path), 'utf8');
const packageOf = (folder) => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));

/** Instructions of a Dockerfile, by stage; what follows a backslash belongs to the line before. */
function stagesOf(dockerfile) {
  const lines = dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages = [];
  for (const line of lines) {
    const [, instruction, rest] = /^([A-Z]+) +(.+)$/.exec(line) ?? [];
    expect(INSTRUCTIONS, line).toContain(instruction);
    if (instruction === 'FROM') stages.push({ name: / AS (\w+)$/.exec(rest)?.[1], all: [] });
    stages.at(-1)?.all.push({ instruction, rest });
  }
  return stages;
}
const INSTRUCTIONS = ['ARG', 'FROM', 'LABEL', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'VOLUME', 'EXPOSE', 'USER'].concat([
  'STOPSIGNAL',
  'HEALTHCHECK',
  'ENTRYPOINT',
  'CMD',
]);

/** Settings as a deployment would have them: what its example leaves empty is filled in. */
const FILLED = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  METRICS_TOKEN: 'sixteen letters or more',
  POSTGRES_PASSWORD: 'secret',
};
const filled = (settings) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value === '' ? (FILLED[name] ?? '') : value]),
  );

/** A start with them has nothing to refuse, nothing it does not know and nothing to advise. */
function expectToStart(settings) {
  const config = readConfig({ HOST: '0.0.0.0', ...settings });
  expect([...config.unknownSettings, ...config.standIns, ...adviceOf(config)]).toEqual([]);
}

describe('the Dockerfile', () => {
  const stages = stagesOf(read('Dockerfile'));
  const final = stages.at(-1).all;
  const copies = stages.flatMap(({ name, all }) =>
    all
      .filter(({ instruction }) => instruction === 'COPY')
      .map(({ rest }) => {
        const words = rest.split(' ').filter((word) => !word.startsWith('--'));
        return { stage: name, from: /--from=(\w+)/.exec(rest)?.[1], sources: words.slice(0, -1), target: words.at(-1) };
      }),
  );
  const value = (instruction) => final.find((one) => one.instruction === instruction)?.rest;

  it('copies what is there: of the sources, and of what the stages before have made of them', () => {
    const names = new Set(stages.map(({ name }) => name));
    for (const { from, sources } of copies) {
      if (from !== undefined) expect(names).toContain(from);
      // What is compiled stands where its sources are.
      const wanted = sources.map((source) => source.replace(/^\/src\//, '').replace(/\/dist(\/\w+)?$/, ''));
      expect(wanted.filter((path) => path !== 'node_modules' && !existsSync(join(ROOT, path)))).toEqual([]);
    }
  });

  it('knows every package before it installs them', () => {
    const folders = ['apps', 'packages'].flatMap((group) =>
      readdirSync(join(ROOT, group)).map((name) => `${group}/${name}/package.json`),
    );
    const copied = copies.filter(({ stage }) => stage === 'manifests').flatMap(({ sources }) => sources);
    expect(copied.filter((path) => path.includes('/')).toSorted()).toEqual(
      [...folders, 'bench/package.json'].toSorted(),
    );
  });

  it('takes along every package of ours that the server imports, compiled', () => {
    const wanted = new Set();
    const follow = (folder) => {
      for (const name of Object.keys(packageOf(folder).dependencies ?? {}))
        if (name.startsWith('@aegis/') && !wanted.has(name)) {
          wanted.add(name);
          follow(name.replace('@aegis/', 'packages/'));
        }
    };
    follow('apps/api');
    const targets = copies.filter(({ stage }) => stage === undefined).map(({ target }) => target);
    for (const name of wanted) expect(targets).toContain(`${name.replace('@aegis/', 'packages/')}/dist`);
  });

  it('makes an image of nobody who could do harm, that says how it is and hears signals', () => {
    expect(value('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(value('STOPSIGNAL')).toBe('SIGTERM');
    expect(JSON.parse(value('ENTRYPOINT'))[0]).toBe('node');
    const [file] = JSON.parse(value('CMD'));
    expect(existsSync(join(ROOT, file.replace('/dist/', '/').replace(/\.js$/, '.ts')))).toBe(true);
    const command = JSON.parse(/CMD (\[.*\])$/.exec(value('HEALTHCHECK'))[1]);
    expect(command.join(' ')).toContain(api.operations.ready.path);
    // A check that is no program would let every process pass.
    expect(() => new Function(command[2])).not.toThrow();
  });

  it('sends nothing to the builder that is made there, or secret', () => {
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    for (const line of ['**/node_modules', '**/dist', '.git', '.aegis']) expect(ignored).toContain(line);
  });
});

describe('compose.yaml', () => {
  const source = read('compose', 'compose.yaml');
  const { services, volumes, networks } = composeFile.parse(parse(source, { merge: true }));
  const example = Object.fromEntries(
    [...read('compose', 'aegis.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const given = (text) => text.replaceAll(/\$\{(\w+):[?-](\w*)\}/g, (_, name, or) => filled(example)[name] || or);

  it('asks for nothing that its example does not have, and the example for nothing else', () => {
    const asked = new Set([...source.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    asked.delete('AEGIS_VERSION');
    expect([...asked].toSorted()).toEqual(Object.keys(example).toSorted());
  });

  it.each(['api-1', 'api-2', 'migrate'])('starts %s with settings that it takes', (name) => {
    const environment = Object.entries(services[name].environment).map(([key, value]) => [key, given(value)]);
    expectToStart(Object.fromEntries(environment));
  });

  it('trusts the network that it makes and no other', () => {
    expect(services['api-1'].environment.TRUSTED_PROXIES).toBe(networks.aegis.ipam.config[0].subnet);
  });

  it('gives its own processes nothing to write but what is theirs', () => {
    for (const name of ['api-1', 'api-2', 'migrate', 'redis', 'proxy'])
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(Object.values(services).filter(({ ports }) => ports)).toHaveLength(1);
  });

  it('names volumes, services and files that are there', () => {
    for (const { volumes: mounts = [], depends_on: before = {}, build } of Object.values(services)) {
      for (const [from] of mounts.map((mount) => mount.split(':')))
        expect(from.startsWith('./') ? existsSync(join(ROOT, 'deploy/compose', from)) : from in volumes, from).toBe(
          true,
        );
      expect(Object.keys(before).filter((name) => !(name in services))).toEqual([]);
      if (build) expect(existsSync(join(ROOT, 'deploy/compose', build.context, build.dockerfile))).toBe(true);
    }
    const [, upstreams] = /reverse_proxy (.+) \{/.exec(read('compose', 'Caddyfile'));
    for (const upstream of upstreams.split(' ')) expect(services).toHaveProperty(upstream.replace(':3000', ''));
  });
});

describe('the manifests for Kubernetes', () => {
  const { resources } = parse(read('kubernetes', 'kustomization.yaml'));
  const files = readdirSync(join(ROOT, 'deploy', 'kubernetes'));
  const objects = [...resources, 'secret.example.yaml'].flatMap((file) =>
    parseAllDocuments(read('kubernetes', file)).map((document) => {
      const { data, error } = kubernetesObject.safeParse(document.toJS());
      expect(error?.issues ?? [], file).toEqual([]);
      return data;
    }),
  );
  const ofKind = (kind) => objects.filter((one) => one.kind === kind);
  const deployments = ofKind('Deployment');

  it('are all listed, but for the secret, which everybody has their own of', () => {
    expect(files.filter((file) => !resources.includes(file)).toSorted()).toEqual([
      'kustomization.yaml',
      'secret.example.yaml',
    ]);
  });

  it('start with settings that are taken', () => {
    const [[config], [secret]] = [ofKind('ConfigMap'), ofKind('Secret')];
    expectToStart({ ...config.data, ...filled(secret.stringData) });
  });

  it('have a process for each part of the work, asked how it is where it says so', () => {
    const roles = deployments.map(({ spec }) => spec.template.spec.containers[0].args.at(-1));
    expect(roles.toSorted()).toEqual(ROLES.filter((role) => role !== 'all').toSorted());
    for (const { spec } of deployments) {
      const [container] = spec.template.spec.containers;
      expect(container.livenessProbe.httpGet.path).toBe(api.operations.live.path);
      expect(container.readinessProbe.httpGet.path).toBe(api.operations.ready.path);
      expect(container.ports.map(({ name }) => name)).toContain(container.readinessProbe.httpGet.port);
    }
  });

  it('are found by the labels that they have: by service, budget, autoscaler and ingress', () => {
    const names = deployments.map(({ spec }) => spec.template.metadata.labels['app.kubernetes.io/name']);
    for (const { spec } of deployments) expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    const budgets = ofKind('PodDisruptionBudget').map(
      ({ spec }) => spec.selector.matchLabels['app.kubernetes.io/name'],
    );
    expect(budgets).toEqual(names);
    expect(ofKind('HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name)).toEqual(names);
    const services = ofKind('Service').map(({ metadata, spec }) => {
      expect(names).toContain(spec.selector['app.kubernetes.io/name']);
      return metadata.name;
    });
    for (const { spec } of ofKind('Ingress'))
      for (const { backend } of spec.rules.flatMap(({ http }) => http.paths))
        expect(services).toContain(backend.service.name);
  });

  it('send positions, and nothing else, to where positions are taken in', () => {
    const ingest = ofKind('Ingress').find(({ metadata }) => metadata.name === 'aegis-ingest');
    const pattern = new RegExp(`^${ingest.spec.rules[0].http.paths[0].path}`);
    const paths = Object.values(api).flatMap((group) => Object.values(group).map(({ path }) => API_BASE_PATH + path));
    const sent = paths.filter((path) => pattern.test(path.replaceAll(/:\w+/g, '0190-a')));
    expect([...new Set(sent)]).toEqual([API_BASE_PATH + api.tracking.upload.path]);
  });
});

describe('the files as their tools read them', () => {
  const isInstalled = (tool) => {
    try {
      return execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'pipe' }).length > 0;
    } catch {
      return false;
    }
  };

  it.skipIf(!isInstalled('caddy'))('are a Caddyfile that Caddy takes (needs Debian’s caddy)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'aegis-compose-'));
    const env = { ...process.env, AEGIS_NAME: 'aegis.example.org', HOME: folder, XDG_DATA_HOME: folder };
    const file = join(ROOT, 'deploy', 'compose', 'Caddyfile');
    execFileSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', file], { env, stdio: 'pipe' });
    rmSync(folder, { recursive: true });
  });
});
