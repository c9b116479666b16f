import { Injectable } from '@nestjs/common';
import type { FileContent } from '@aegis/contract';
import sharp from 'sharp';
import { type userFileKind, userFiles } from '../../../../database/tables.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { aliased, pick } from '../../../platform/database/shapes.js';
import { uuids, type ValueOf } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';
import { httpErrors } from '../../../platform/http/http.errors.js';
import { Platform } from '../../../platform/platform.js';
import { identityErrors } from '../identity.errors.js';

export type UserFileKind = ValueOf<typeof userFileKind>;

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

const f = aliased(userFiles, 'f');

const OF_LIVING = statement({
  takes: [userFiles.userId, userFiles.kind],
  gives: pick(f, 'id', 'content'),
  text: (row) => `
    SELECT ${row} FROM user_files f JOIN users u ON u.id = f.user_id AND u.deleted_at IS NULL
    WHERE f.user_id = $1 AND f.kind = $2`,
});

const EXISTS = statement({
  takes: [userFiles.userId, userFiles.kind],
  gives: pick(userFiles, 'id'),
  text: (row) => `SELECT ${row} FROM user_files WHERE user_id = $1 AND kind = $2`,
});

const WHO_HAS = statement({
  takes: [uuids, userFiles.kind],
  gives: pick(userFiles, 'userId'),
  text: (row) => `SELECT ${row} FROM user_files WHERE user_id = ANY($1) AND kind = $2`,
});

/** Pictures of people. What is kept is never what was sent: it is decoded and encoded anew, and encrypted. */
@Injectable()
export class UserFiles {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly platform: Platform,
  ) {}

  /**
   * @param together runs what writes the picture, in a transaction with whatever belongs to it
   * @throws 422 when the content is no picture we take, whatever its name or type says.
   */
  async put(
    userId: string,
    kind: UserFileKind,
    upload: Uint8Array,
    together = (write: () => Promise<void>) => this.platform.database.transaction(write),
  ): Promise<void> {
    const { clock, database, ids } = this.platform;
    const { content, width, height } = await encodeAnew(upload, LONGEST_SIDE_PIXELS[kind]);
    const id = ids.next();
    const sealed = this.cipher.encryptBytes(content, place(id));
    await together(async () => {
      await this.remove(userId, kind);
      await database.run(
        `INSERT INTO user_files (id, user_id, kind, content, width, height, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, userId, kind, sealed, width, height, clock.now()],
      );
    });
  }

  /** Of living people only. @throws 404 */
  async get(userId: string, kind: UserFileKind): Promise<FileContent> {
    const row = await this.platform.database.row(OF_LIVING, [userId, kind]);
    if (!row) throw httpErrors.problem('not_found');
    return { content: this.cipher.decryptBytes(row.content, place(row.id)), contentType: 'image/jpeg' };
  }

  /** Those of these people who have sent one. */
  async whoHas(kind: UserFileKind, userIds: readonly string[]): Promise<Set<string>> {
    return new Set((await this.platform.database.rows(WHO_HAS, [userIds, kind])).map(({ userId }) => userId));
  }

  async has(userId: string, kind: UserFileKind): Promise<boolean> {
    return (await this.platform.database.row(EXISTS, [userId, kind])) !== null;
  }

  async remove(userId: string, kind: UserFileKind): Promise<void> {
    await this.platform.database.run(`DELETE FROM user_files WHERE user_id = $1 AND kind = $2`, [userId, kind]);
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
