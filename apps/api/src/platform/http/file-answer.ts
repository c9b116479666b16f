import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import type { FastifyReply } from 'fastify';

/** What a file may do in a browser that shows it: nothing. */
const FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** A file leaves as a stream, with headers that keep a browser from taking it for anything else. */
export function sendFile({ content, contentType, fileName, status }: FileContent, reply: FastifyReply): StreamableFile {
  if (status !== undefined) void reply.status(status);
  void reply.header('content-security-policy', FILE_POLICY).header('cache-control', 'private, no-store');
  // Names are made by us of letters, digits, hyphens and dots.
  const disposition = fileName === undefined ? 'inline' : `attachment; filename="${fileName}"`;
  // A Uint8Array is iterable too, number by number.
  const stream = content instanceof Uint8Array ? Readable.from([Buffer.from(content)]) : Readable.from(content);
  return new StreamableFile(stream, { type: contentType, disposition });
}
