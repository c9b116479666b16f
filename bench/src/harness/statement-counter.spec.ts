import { describe, expect, it } from 'vitest';
import { MessageCounter } from './statement-counter.js';

const message = (type: string, body: string): Buffer => {
  const text = Buffer.from(`${body}\0`);
  const head = Buffer.alloc(type.length + 4);
  head.write(type);
  head.writeUInt32BE(text.length + 4, type.length);
  return Buffer.concat([head, text]);
};

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
/** BEGIN, a prepared statement in four messages, and a second execution of it. */
const CONVERSATION = Buffer.concat([
  message('', 'user\0postgres\0'),
  message('p', 'a password with E and Q in it'),
  message('Q', 'BEGIN'),
  ...['P', 'B', 'E', 'S'].map((type) => message(type, 'SELECT Q')),
  ...['B', 'E', 'S'].map((type) => message(type, '')),
]);

describe('what a client says to PostgreSQL', () => {
  it.each([1, 2, 7, 10_000])('is counted by what it makes the server execute, in pieces of %d bytes', (size) => {
    const counter = new MessageCounter();
    for (let at = 0; at < CONVERSATION.length; at += size) counter.read(CONVERSATION.subarray(at, at + size));
    expect(counter.count).toBe(3);
  });

  it('may begin by asking for encryption', () => {
    const counter = new MessageCounter();
    counter.read(Buffer.concat([SSL_REQUEST, CONVERSATION]));
    expect(counter.count).toBe(3);
  });
});
