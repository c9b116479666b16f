import { Injectable } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import sharp from 'sharp';
import { Clock, Ids } from '../../../platform/clock/clock.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database } from '../../../platform/database/database.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { identityErrors } from '../identity.errors.js';

export type UserFileKind = 'photo' | 'license_scan';

/** Longest side after encoding anew: a photo is shown small, a licence has to be read. */
const LONGEST_SIDE_PIXELS: Record<UserFileKind, number> = { photo: 512, license_scan: 2000 };
const JPEG_QUALITY = 82;
/** A few kilobytes can unpack to gigabytes; a phone's camera makes 50 million pixels at most. */
const MAX_PIXELS = 50_000_000;
const TAKEN_FORMATS = new Set(['jpeg', 'png', 'webp']);

interface Picture {
  content: Buffer;
  width: number;
  height: number;
}

/** Pictures of people. What is kept is never what was sent: it is decoded and encoded anew, and encrypted. */
@Injectable()
export class UserFiles {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws 422 when the content is no picture we take, whatever its name or type says. */
  async put(userId: string, kind: UserFileKind, upload: Uint8Array): Promise<void> {
    const { content, width, height } = await encodeAnew(upload, LONGEST_SIDE_PIXELS[kind]);
    const id = this.ids.next();
    const sealed = this.cipher.encryptBytes(content, place(id));
    await this.database.transaction(async () => {
      await this.remove(userId, kind);
      await this.database.run(
        `INSERT INTO user_files (id, user_id, kind, content, width, height, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, userId, kind, sealed, width, height, this.clock.now()],
      );
    });
  }

  /** Of living people only. @throws 404 */
  async get(userId: string, kind: UserFileKind): Promise<FileContent> {
    const [row] = await this.database.query<{ id: string; content: Buffer }>(
      `SELECT f.id, f.content FROM user_files f JOIN users u ON u.id = f.user_id AND u.deleted_at IS NULL
       WHERE f.user_id = $1 AND f.kind = $2`,
      [userId, kind],
    );
    if (!row) throw httpErrors.problem('not_found');
    return { content: this.cipher.decryptBytes(row.content, place(row.id)), contentType: 'image/jpeg' };
  }

  async has(userId: string, kind: UserFileKind): Promise<boolean> {
    const rows = await this.database.query(`SELECT 1 FROM user_files WHERE user_id = $1 AND kind = $2`, [userId, kind]);
    return rows.length > 0;
  }

  async remove(userId: string, kind: UserFileKind): Promise<void> {
    await this.database.run(`DELETE FROM user_files WHERE user_id = $1 AND kind = $2`, [userId, kind]);
  }
}

const place = (id: string) => ({ table: 'user_files', column: 'content', rowId: id });

async function encodeAnew(upload: Uint8Array, longestSide: number): Promise<Picture> {
  try {
    const picture = sharp(upload, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 });
    const { format } = await picture.metadata();
    if (!TAKEN_FORMATS.has(format)) throw identityErrors.problem('not_a_picture');
    const { data, info } = await picture
      // Turned as the camera was held, since what says so goes with the rest of the metadata.
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: JPEG_QUALITY, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    return { content: data, width: info.width, height: info.height };
  } catch (error) {
    // The decoder's own words are about our library, not about the picture.
    if (error instanceof Error) throw identityErrors.problem('not_a_picture');
    throw error;
  }
}
