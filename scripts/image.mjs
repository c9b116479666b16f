import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildImage, IMAGE, obstacle, Store } from './image-build.mjs';
import { firstProcessOf, ImageRoot } from './image-container.mjs';
import { startPostgres } from './postgres-server.mjs';
import { Refusal, runScript, say } from './say.mjs';
import { freePort } from './throw-away-server.mjs';

const HELP = `npm run image [-- --node PROGRAM]

Builds the image of deploy/Dockerfile on a base made of Debian packages, without a registry of images, and starts it on a temporary
PostgreSQL as an engine would: as its user, read-only but for /data. Needs root, buildah and debootstrap; leaves nothing behind.

  --node PROGRAM   the Node of the image (the one that runs this)
  --help           this text`;

const READY_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 30_000;

await runScript(async () => {
  const { values } = parseArgs({ options: { node: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    say(HELP);
    return 0;
  }
  const reason = obstacle();
  if (reason !== null) {
    say(`No image was built: ${reason}.`);
    return process.env.REQUIRE_ALL === '1' ? 1 : 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'aegis-image-'));
  try {
    const store = new Store(folder);
    await buildImage(store, values.node ?? process.execPath);
    await tryImage(store, join(folder, 'data'));
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function tryImage(store, volume) {
  const postgres = await startPostgres();
  try {
    mkdirSync(volume, { mode: 0o700 });
    const image = new ImageRoot(store, IMAGE, volume);
    chownSync(volume, image.userId, image.userId);
    const keys = await image.outputOf({}, ['apps/api/dist/src/commands/keys.js', 'generate', 'k1']);
    const settings = {
      DATABASE_URL: postgres.url,
      ENCRYPTION_KEYS: keys,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
    };
    await image.outputOf(settings, ['apps/api/dist/src/commands/db.js', 'migrate']);
    await playLife(image, settings);
  } finally {
    await postgres.stop();
  }
}

/** Starts, is ready, is nobody who could do harm, and ends when it is asked to. */
async function playLife(image, settings) {
  const begun = Date.now();
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(1);
  const child = image.start(settings);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(child, 'close').then(([code]) => code);
  try {
    await untilReady(settings, ended);
    say(`Ready after ${seconds()} s`);
    expectHarmless(firstProcessOf(child), image.userId);
    await expectAnswers(image, settings);
    process.kill(firstProcessOf(child), image.config.StopSignal);
    const asked = Date.now();
    const code = await Promise.race([ended, delay(ENDS_WITHIN_MS, 'still there', { ref: false })]);
    if (code !== 0) throw new Refusal(`${image.config.StopSignal} ends it with ${code}`);
    say(`Ended in order ${((Date.now() - asked) / 1000).toFixed(1)} s after ${image.config.StopSignal}`);
  } catch (error) {
    child.kill('SIGKILL');
    say(said);
    throw error;
  }
}

async function untilReady({ PORT }, ended) {
  const isOver = { code: null };
  void ended.then((code) => (isOver.code = code ?? 'a signal'));
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await delay(100)) {
    if (isOver.code !== null) throw new Refusal(`The image's server ended with ${isOver.code}.`);
    const answer = await fetch(`http://127.0.0.1:${PORT}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
  }
  throw new Refusal(`The image's server is not ready after ${READY_WITHIN_MS / 1000} s.`);
}

function expectHarmless(pid, userId) {
  const users = /^Uid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1].split('\t');
  if (userId === 0 || users.some((user) => Number(user) !== userId))
    throw new Refusal(`It runs as ${users.join(', ')}`);
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').trimEnd().split('\n');
  const optionsAt = (path) => mounts.map((line) => line.split(' ')).findLast((words) => words[4] === path)?.[5];
  if (!optionsAt('/')?.startsWith('ro') || !optionsAt('/data')?.startsWith('rw'))
    throw new Refusal(`/ is mounted ${optionsAt('/')}, /data ${optionsAt('/data')}`);
  say(`It runs as ${userId}, / is ${optionsAt('/')}`);
}

async function expectAnswers(image, settings) {
  if (!(await image.isHealthy(settings))) throw new Refusal('HEALTHCHECK says that it is not healthy');
  if (await image.isHealthy({ ...settings, PORT: String(await freePort()) }))
    throw new Refusal('HEALTHCHECK calls a server healthy that is not there');
  const page = await fetch(`http://127.0.0.1:${settings.PORT}/`);
  if (page.status !== 200 || !(await page.text()).includes('<div id="root">'))
    throw new Refusal(`The web application is not in the image: / answers ${page.status}`);
}
