import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREY_OF_EIGHT_BITS = Buffer.from([8, 0, 0, 0, 0]);

/** A black square as a PNG: a few kilobytes that unpack to `side` x `side` pixels. */
export function squarePicture(side: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  // A filter byte and a byte for each pixel, in each row.
  const pixels = deflateSync(Buffer.alloc(side * (side + 1)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([head, GREY_OF_EIGHT_BITS])),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
