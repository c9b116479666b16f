import { describe, expect, it } from 'vitest';
import {
  closeStatements,
  readError,
  prefixStatementName,
  readBatch,
  readGreeting,
  readyState,
  simpleQuery,
} from './wire-messages.js';

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

describe('reading what a client sends', () => {
  const parse = message('P', 'name\0SELECT 1\0\0\0');
  const sync = message('S', '');

  it('waits for the Sync that ends a batch, wherever the bytes are cut', () => {
    const whole = Buffer.concat([parse, sync]);
    for (let cut = 0; cut < whole.length; cut++) expect(readBatch(whole.subarray(0, cut))).toBeNull();
    expect(readBatch(whole)).toEqual({ messages: [parse, sync], length: whole.length });
  });

  it('takes one batch at a time', () => {
    const two = Buffer.concat([parse, sync, simpleQuery('SELECT 2')]);
    expect(readBatch(two)?.length).toBe(parse.length + sync.length);
  });

  it('tells a request for encryption from a start', () => {
    const request = Buffer.from('0000000804d2162f', 'hex');
    expect(readGreeting(request)).toEqual({ kind: 'encryption', message: request });
    expect(readGreeting(request.subarray(0, 7))).toBeNull();
    const start = Buffer.from('0000000900030000' + '00', 'hex');
    expect(readGreeting(start)?.kind).toBe('startup');
  });
});

describe('the names of prepared statements', () => {
  it.each([
    ['Parse', message('P', 'find\0SELECT 1\0'), message('P', 'c1_find\0SELECT 1\0')],
    ['Bind', message('B', 'portal\0find\0rest'), message('B', 'portal\0c1_find\0rest')],
    ['Describe', message('D', 'Sfind\0'), message('D', 'Sc1_find\0')],
    ['Close', message('C', 'Sfind\0'), message('C', 'Sc1_find\0')],
  ])('are put into the namespace of their client in %s', (_kind, sent, expected) => {
    expect(prefixStatementName(sent, 'c1_')).toEqual({ message: expected, statement: 'c1_find' });
  });

  it.each([
    ['an unnamed statement', message('P', '\0SELECT 1\0')],
    ['a portal', message('D', 'Pfind\0')],
    ['any other message', message('E', 'find\0')],
  ])('leave %s as it is', (_kind, sent) => {
    expect(prefixStatementName(sent, 'c1_')).toEqual({ message: sent, statement: null });
  });

  it('are closed in one batch', () => {
    expect(closeStatements(['a', 'b']).toString('latin1')).toBe('C\0\0\0\u0007Sa\0C\0\0\0\u0007Sb\0S\0\0\0\u0004');
  });
});

describe('reading what the engine answers', () => {
  it('finds the state at the end', () => {
    expect(readyState(Buffer.concat([message('C', 'BEGIN\0'), message('Z', 'T')]))).toBe('T');
    expect(readyState(message('C', 'BEGIN\0'))).toBeNull();
    expect(readyState(Buffer.alloc(0))).toBeNull();
  });

  it('finds an error behind other messages', () => {
    const error = message('E', 'SFEHLER\0VERROR\0Mno such table\0\0');
    const found = { severity: 'ERROR', sentence: 'no such table' };
    expect(readError(Buffer.concat([message('C', 'BEGIN\0'), error, message('Z', 'I')]))).toEqual(found);
    expect(readError(message('Z', 'I'))).toBeNull();
  });
});
