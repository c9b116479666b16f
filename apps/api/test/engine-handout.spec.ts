import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handOut, type Handout, takeEngine } from './engine-handout.js';

let handout: Handout;
let workers: Socket[];

beforeEach(async () => {
  handout = await handOut(['first', 'second']);
  workers = [];
});
afterEach(() => {
  for (const worker of workers) worker.destroy();
  handout.close();
});

function worker(): Socket {
  const socket = connect(handout.path);
  workers.push(socket);
  return socket;
}

async function lentTo(socket: Socket): Promise<string> {
  const [engine] = (await once(socket, 'data')) as [Buffer];
  return engine.toString();
}

describe('the engines of the tests', () => {
  it('are lent to one worker at a time', async () => {
    expect([await lentTo(worker()), await takeEngine(handout.path)].sort()).toEqual(['first', 'second']);
  });

  it('go on to who waits when a worker ends', async () => {
    const first = worker();
    const engine = await lentTo(first);
    await lentTo(worker());
    const waiting = lentTo(worker());
    first.destroy();
    expect(await waiting).toBe(engine);
  });

  it('are not lost to a worker that ended while it waited', async () => {
    const [first, second, gone] = [worker(), worker(), worker()];
    const engine = await lentTo(first);
    await lentTo(second);
    await new Promise<void>((resolve) => gone.end(resolve));
    gone.destroy();
    const waiting = lentTo(worker());
    first.destroy();
    expect(await waiting).toBe(engine);
  });
});
