import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { reEncode } from '../../platform/images/re-encode.js';
import { Turns } from '../../platform/pace/turns.js';

/** Bytes of a file that somebody sends. */
export const MOST_BYTES = 15 * 1024 * 1024;

export type Added = { outcome: 'stored'; id: string } | { outcome: 'full' | 'not-yours'; id: null };

/** Takes an image into a register: what is kept is made anew, and the file that was sent is forgotten. */
@Injectable()
export class AddImage {
  /** One at a time, whoever asks: each takes a processor for a second or two. */
  readonly #turns = new Turns(1, 3);

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * @param session of a member of staff, whose right the database checks itself
   * @throws UnusableImageError when the file is none; TooManyWaitingError
   */
  async add(session: Buffer, registerId: string, alt: string, file: Buffer): Promise<Added> {
    const { mediaType, width, height, small, large } = await this.#turns.take(() => reEncode(file));
    const rows = (await this.database.query(
      'select outcome, image as id from jatakk.store_image($1, $2, $3, $4, $5, $6, $7, $8)',
      [session, registerId, alt, mediaType, width, height, small, large ?? null],
    )) as Added[];
    return rows[0]!;
  }
}
