import type pg from 'pg';
import { reEncode } from '../../../src/platform/images/re-encode.js';
import { momentBefore } from '../days.js';
import { drawAll, pictureId } from '../drawings.js';
import { registerId, REGISTERS } from '../plan.js';

/** The images of both registers, re-encoded as an upload would be. */
export async function seedImages(owner: pg.Client): Promise<void> {
  for (const [n, { key, alt, png }] of (await drawAll()).entries()) {
    const { mediaType, width, height, small, large } = await reEncode(png);
    for (const register of REGISTERS) {
      const id = pictureId(register.key, key);
      await owner.query(
        `insert into jatakk.image (id, register_id, alt, media_type, width, height, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, registerId(register.key), alt, mediaType, width, height, momentBefore(300 - 40 * n)],
      );
      await owner.query(
        `insert into jatakk.image_size (register_id, image_id, width, bytes)
         select $1, $2, s.width, s.bytes from (values (600, $3::bytea), (1200, $4::bytea)) as s (width, bytes)
          where s.bytes is not null`,
        [registerId(register.key), id, small, large ?? null],
      );
    }
  }
}
