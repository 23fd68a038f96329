import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { isReadable } from './shades.js';
import type { Theme } from './theme.js';

/** What somebody chooses. The words and the size of a logo are its image's own. */
export type ChosenTheme = Omit<Theme, 'logo'> & { logo: string | null };

export type SetOutcome = 'set' | 'unchanged' | 'no-image' | 'not-yours';

/** Dresses a register. Whoever has already been sent something in another look keeps what they got. */
@Injectable()
export class SetTheme {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * @param session of a member of staff, whose right the database checks itself
   * @throws RangeError for colours in which somebody could not read
   */
  async set(session: Buffer, registerId: string, theme: ChosenTheme): Promise<SetOutcome> {
    if (!isReadable(theme)) throw new RangeError('these colours cannot be read by everybody');
    return this.#set(session, registerId, theme);
  }

  /** Then it looks as the house does. */
  async takeOff(session: Buffer, registerId: string): Promise<SetOutcome> {
    return this.#set(session, registerId);
  }

  async #set(session: Buffer, registerId: string, theme?: ChosenTheme): Promise<SetOutcome> {
    const rows = (await this.database.query('select jatakk.set_theme($1, $2, $3, $4, $5, $6) as outcome', [
      session,
      registerId,
      theme?.accent ?? null,
      theme?.night ?? null,
      theme?.font ?? null,
      theme?.logo ?? null,
    ])) as { outcome: SetOutcome }[];
    return rows[0]!.outcome;
  }
}
