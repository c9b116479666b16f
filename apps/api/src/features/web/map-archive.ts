import { type Stats, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MapTiles } from '../../platform/config/map-settings.js';
import { askedRange } from './byte-range.js';

/** One address for one file, which only the operator names: nothing of a request becomes a path. */
const ADDRESS = '/map.pmtiles';
/** A region's streets change seldom, and then have another address. */
const CACHING = 'public, max-age=86400';

/**
 * Where browsers read the archive; null: there is none. With the version of the file that is there now: what a browser keeps of an
 * older one, or of a broken one, is of another address.
 */
export function mapTilesAddress(tiles: MapTiles | null): string | null {
  if (tiles === null) return null;
  if ('url' in tiles) return tiles.url;
  const stats = statSync(tiles.file, { throwIfNoEntry: false });
  return stats ? `${ADDRESS}?v=${versionOf(stats)}` : ADDRESS;
}

/** Serves the archive that lies on this machine by parts, which is how it is read: never whole, it has gigabytes. */
export function serveMapArchive(fastify: FastifyInstance, tiles: MapTiles | null): void {
  if (tiles === null || 'url' in tiles) return;
  // Both by one handler: what Fastify makes of a GET for HEAD would read the file to its end.
  fastify.route({
    method: ['GET', 'HEAD'],
    url: ADDRESS,
    exposeHeadRoute: false,
    handler: (request, reply) => answer(request, reply, tiles.file),
  });
}

async function answer(request: FastifyRequest, reply: FastifyReply, path: string): Promise<FastifyReply> {
  // Put there later, or taken away to be replaced: the map is without streets until then.
  const file = await open(path).catch(() => null);
  if (file === null) return notFound(reply);
  let isStreamed = false;
  try {
    // Of the file that is open: another may take its name at any moment.
    const stats = await file.stat();
    if (!stats.isFile()) return notFound(reply);
    isStreamed = begin(request, reply, stats, file);
    return reply;
  } finally {
    // A stream closes its file by itself, also when the reader goes away.
    if (!isStreamed) await file.close();
  }
}

function notFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

/** @returns whether the file is being read. */
function begin(request: FastifyRequest, reply: FastifyReply, stats: Stats, file: FileHandle): boolean {
  const { headers, method } = request;
  const { size } = stats;
  const [tag, modified] = [entityTag(stats), stats.mtime.toUTCString()];
  void reply.headers({ 'accept-ranges': 'bytes', 'cache-control': CACHING, etag: tag, 'last-modified': modified });
  if (isKnown(headers['if-none-match'], tag)) {
    void reply.code(304).send();
    return false;
  }
  const isSame = headers['if-range'] === undefined || [tag, modified].includes(String(headers['if-range']));
  const asked = askedRange(isSame ? headers.range : undefined, size);
  if (asked.is === 'outside') {
    void reply.code(416).header('content-range', `bytes */${size}`).send();
    return false;
  }
  const { start, end } = asked.is === 'part' ? asked : { start: 0, end: size - 1 };
  void reply.type('application/vnd.pmtiles').header('content-length', end - start + 1);
  if (asked.is === 'part') void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  if (method === 'HEAD' || size === 0) {
    void reply.send();
    return false;
  }
  void reply.send(file.createReadStream({ start, end }));
  return true;
}

/** A strong one: parts of different files are never put together. */
const entityTag = (stats: Stats): string => `"${versionOf(stats)}"`;

const versionOf = ({ size, mtimeMs }: Stats): string => `${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}`;

const isKnown = (header: string | undefined, tag: string): boolean =>
  header === '*' || (header ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === tag);
