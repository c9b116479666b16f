import { PassThrough } from 'node:stream';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { RequestsUnderway } from './requests-underway.js';

/** A server with a handler that ends when the test says so, and a stream that never does. */
async function serve() {
  const app = fastify({ forceCloseConnections: true });
  const requests = new RequestsUnderway();
  requests.observe(app);
  const told: string[] = [];
  let [begin, finish] = [() => {}, () => {}];
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const finished = new Promise<void>((resolve) => (finish = resolve));
  app.post('/slow', async () => {
    begin();
    await finished;
    told.push('handler ended');
    return {};
  });
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write(': hello\n\n');
  });
  const file = new PassThrough();
  const opened = new Promise<void>((resolve) => {
    app.get('/file', (_request, reply) => {
      resolve();
      return reply.send(file);
    });
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = () => app.close().then(() => told.push('closed'));
  return { url, told, begun, finish, close, requests, opened };
}

describe('a server that stops', () => {
  it('lets a handler end first, also one whose asker has left', async () => {
    const { url, told, begun, finish, close } = await serve();
    const asker = new AbortController();
    const left = fetch(`${url}/slow`, { method: 'POST', signal: asker.signal }).catch(() => 'left');
    await begun;
    asker.abort();
    expect(await left).toBe('left');
    const closing = close();
    finish();
    await closing;
    expect(told).toEqual(['handler ended', 'closed']);
  });

  it('does not wait for a file whose asker left before its first byte', async () => {
    const { url, told, close, requests, opened } = await serve();
    const asker = new AbortController();
    const left = fetch(`${url}/file`, { signal: asker.signal }).catch(() => 'left');
    await opened;
    asker.abort();
    expect(await left).toBe('left');
    await expect.poll(() => requests.underway).toBe(0);
    await close();
    expect(told).toEqual(['closed']);
  });

  it('does not wait for an event stream', async () => {
    const { url, told, close } = await serve();
    const stream = await fetch(`${url}/stream`);
    await close();
    expect(told).toEqual(['closed']);
    await stream.text().catch(() => undefined);
  });
});
