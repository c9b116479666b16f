import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import twilio from 'twilio';
import { TwilioGateway } from './twilio-gateway.js';

const ACCESS = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'a token of the tests', from: '+12135550100' };
const SMS = { to: '+12135550134', text: 'The guard is late & on the way' };

interface Asked {
  path: string;
  authorization: string;
  form: Record<string, string>;
}

/** The gateway's one call, as its documentation says it: a form, signed in by name and password. */
let server: Server;
const asked: Asked[] = [];
let answer: { status: number; body: object } | 'hang up';

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      asked.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '', form });
      if (answer === 'hang up') return void request.socket.destroy();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The SDK as it is, but for where it finds the gateway. */
function gateway(): TwilioGateway {
  const httpClient = new twilio.RequestClient();
  const request = httpClient.request.bind(httpClient);
  const { port } = server.address() as AddressInfo;
  httpClient.request = (options) =>
    request({ ...options, uri: `http://127.0.0.1:${port}${new URL(options.uri).pathname}` });
  return new TwilioGateway(ACCESS, { httpClient });
}

it('asks the gateway once, with what it needs', async () => {
  answer = { status: 201, body: { sid: `SM${'0'.repeat(32)}`, status: 'queued' } };
  await gateway().send(SMS);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.path).toBe(`/2010-04-01/Accounts/${ACCESS.accountSid}/Messages.json`);
  expect(asked[0]?.form).toEqual({ To: SMS.to, From: ACCESS.from, Body: SMS.text });
  const signIn = Buffer.from(`${ACCESS.accountSid}:${ACCESS.authToken}`).toString('base64');
  expect(asked[0]?.authorization).toBe(`Basic ${signIn}`);
});

it.each([
  [{ status: 400, body: { code: 21211, status: 400, message: 'no such number' } }, '21211', false],
  [{ status: 401, body: { code: 20003, status: 401, message: 'who are you' } }, '20003', false],
  [{ status: 429, body: { code: 20429, status: 429, message: 'too many' } }, '20429', true],
  ['hang up' as const, 'no_answer', false],
])('tells what can pass from what cannot, and asks once each: %j', async (given, code, isPassing) => {
  answer = given;
  const before = asked.length;
  await expect(gateway().send(SMS)).rejects.toMatchObject({ code, isPassing });
  expect(asked.length - before).toBe(1);
});
