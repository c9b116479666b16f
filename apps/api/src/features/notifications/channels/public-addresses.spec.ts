import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../platform/config/config.js';
import { PublicAddresses } from './public-addresses.js';

const addresses = new PublicAddresses(readConfig({}));

describe('an address of a push service', () => {
  it.each(['https://8.8.8.8/', 'https://[2001:4860:4860::8888]/', 'https://8.8.8.8:8443/'])(
    'may be %s',
    async (url) => {
      expect(await addresses.isPublic(new URL(url))).toBe(true);
      expect(addresses.mayConnect(new URL(url))).toBe(true);
    },
  );

  it.each([
    'http://8.8.8.8/',
    'https://8.8.8.8:22/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://169.254.169.254/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
  ])('may not be %s', async (url) => {
    expect(await addresses.isPublic(new URL(url))).toBe(false);
  });
});

describe('a connection to a name that leads to this machine by now', () => {
  let server: Server;
  let connections = 0;

  beforeAll(async () => {
    server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is not made, whatever was found when it was given', async () => {
    const { port } = server.address() as AddressInfo;
    const failure = await new Promise<Error>((resolve) => {
      request(`https://localhost:${port}/`, { agent: addresses.agent }).on('error', resolve).end();
    });
    expect(failure.message).toMatch(/is not public$/);
    expect(connections).toBe(0);
  });
});
