import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { unlessKnown } from './versioned-answer.js';

/** What is done to an answer, and what a caller is given who says what they know. */
async function ask(known: string | undefined, version: readonly unknown[] = [1, 'a']) {
  const seen = { status: 200, tag: '' };
  const reply = {
    header: (_: string, value: string) => void (seen.tag = value),
    status: (status: number) => void (seen.status = status),
  };
  const http = { headers: known === undefined ? {} : { 'if-none-match': known } };
  const answer = await unlessKnown({ http, reply: reply as unknown as FastifyReply }, version, () =>
    Promise.resolve('read'),
  );
  return { ...seen, answer };
}

describe('an answer with a version', () => {
  it('is read for who has none, or another one', async () => {
    const { tag } = await ask(undefined);
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    expect(await ask(undefined)).toEqual({ status: 200, tag, answer: 'read' });
    expect(await ask('W/"another"')).toEqual({ status: 200, tag, answer: 'read' });
    expect((await ask(tag, [1, 'b'])).answer).toBe('read');
  });

  it('is not read for who has it, among others or in the strong form', async () => {
    const { tag } = await ask(undefined);
    for (const known of [tag, `"x", ${tag}`, tag.slice(2), '*'])
      expect(await ask(known)).toEqual({ status: 304, tag, answer: undefined });
  });
});
