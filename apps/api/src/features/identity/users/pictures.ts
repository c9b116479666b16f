import sharp, { type Metadata } from 'sharp';
import { FairQueue } from '../../../platform/http/overload/fair-queue.js';
import { Problem } from '../../../platform/http/problem.js';
import { identityErrors } from '../identity.errors.js';

const JPEG_QUALITY = 82;
const TAKEN_FORMATS = new Set(['jpeg', 'png', 'webp']);
/**
 * A few kilobytes can unpack to gigabytes. A phone's camera makes 50 million pixels at most, as a JPEG that is read small; what
 * has to be unpacked whole (PNG, WebP, any picture in several passes) is taken up to what a large camera makes.
 */
const MOST_PIXELS = { readSmall: 50_000_000, unpacked: 24_000_000 };
/** A second or so is usual; a picture in a hundred passes takes minutes. */
const PATIENCE_SECONDS = 10;

/** Decoded and encoded anew. */
export interface Picture {
  content: Buffer;
  width: number;
  height: number;
}

// Its own threads would use every core for one picture.
sharp.concurrency(1);

/**
 * One picture at a time: decoding takes a thread of the pool which hashes passwords too (libuv's, four), and with all of them
 * at pictures nobody signs in (docs/decisions/0130).
 */
const queue = new FairQueue({ atOnce: 1, share: 2, total: 12, retryAfterSeconds: 3 });

/**
 * What is kept is never what was sent: it is decoded and encoded anew, as a JPEG without its metadata whose longest side has at
 * most so many pixels.
 * @throws 422 when the content is no picture we take, whatever its name or type says; 429 and 503 when too many wait
 */
export const encodeAnew = (userId: string, upload: Uint8Array, longestSide: number): Promise<Picture> =>
  queue.run(userId, async () => {
    try {
      refuseTooLarge(await sharp(upload).metadata());
      return await encode(upload, longestSide);
    } catch (error) {
      if (error instanceof Problem || !(error instanceof Error)) throw error;
      // The decoder's own words are about our library, not about the picture.
      throw identityErrors.problem('not_a_picture');
    }
  });

/** By what its head says: nothing is unpacked for it. */
function refuseTooLarge({ format, width, height, isProgressive }: Metadata): void {
  if (!TAKEN_FORMATS.has(format)) throw identityErrors.problem('not_a_picture');
  const isReadSmall = format === 'jpeg' && !isProgressive;
  if (width * height > MOST_PIXELS[isReadSmall ? 'readSmall' : 'unpacked'])
    throw identityErrors.problem('picture_too_large');
}

async function encode(upload: Uint8Array, longestSide: number): Promise<Picture> {
  const { data, info } = await sharp(upload, { limitInputPixels: MOST_PIXELS.readSmall, failOn: 'error', pages: 1 })
    .timeout({ seconds: PATIENCE_SECONDS })
    // Turned as the camera was held, since what says so goes with the rest of the metadata.
    .rotate()
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: JPEG_QUALITY, mozjpeg: true })
    .toBuffer({ resolveWithObject: true });
  return { content: data, width: info.width, height: info.height };
}
