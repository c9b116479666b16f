import type { FastifyReply } from 'fastify';
import { sha256 } from '../crypto/tokens.js';
import type { HttpRequest } from './http-request.js';

export const NOT_MODIFIED = 304;
/** Of base64: 132 bits. */
const TAG_LENGTH = 22;

/**
 * For an endpoint that `isVersioned`: the answer with its version, or 304 without one for who has this version already.
 * @param version another one whenever the answer is another
 * @param read is called only for who does not have it
 */
export async function unlessKnown<Answer>(
  { http, reply }: { http: Pick<HttpRequest, 'headers'>; reply: FastifyReply },
  version: readonly unknown[],
  read: () => Promise<Answer>,
): Promise<Answer> {
  const tag = `W/"${sha256(JSON.stringify(version)).toString('base64url').slice(0, TAG_LENGTH)}"`;
  void reply.header('etag', tag);
  if (!isAmong(tag, http.headers['if-none-match'])) return read();
  void reply.status(NOT_MODIFIED);
  // Nobody looks at it: the encoder lets an answer of this status go without a body.
  return undefined as Answer;
}

/** Weak and strong ones are compared alike, and a star is any version (RFC 9110, 13.1.2). */
function isAmong(tag: string, known: string | undefined): boolean {
  const opaque = (one: string): string => one.trim().replace(/^W\//, '');
  return known !== undefined && known.split(',').some((one) => opaque(one) === opaque(tag) || one.trim() === '*');
}
