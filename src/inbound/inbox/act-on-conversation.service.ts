import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { InboxSettings } from './inbox-settings.js';

/** A conversation, as a member of staff acts on it. */
export interface OnConversation {
  session: Buffer;
  registerId: string;
  conversationId: string;
}

/**
 * What takes no opening of what was written. The database checks the session for each: false where somebody may not, or
 * there is no such conversation.
 */
@Injectable()
export class ActOnConversation {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param staffId null: to nobody */
  assign(on: OnConversation, staffId: string | null): Promise<boolean> {
    return this.#act('assign_conversation', on, staffId);
  }

  close(on: OnConversation, closed: boolean): Promise<boolean> {
    return this.#act('close_conversation', on, closed);
  }

  tag(on: OnConversation, themeIds: readonly string[]): Promise<boolean> {
    return this.#act('tag_conversation', on, themeIds);
  }

  async erase({ session, registerId, conversationId }: OnConversation): Promise<boolean> {
    return this.#done('select jatakk.erase_conversation($1, $2, $3) as done', [
      session,
      registerId,
      conversationId,
    ]);
  }

  set(session: Buffer, registerId: string, settings: InboxSettings): Promise<boolean> {
    const { autoReply, answerDays, texts, keptMonths } = settings;
    return this.#done('select jatakk.set_inbox($1, $2, $3, $4, $5, $6) as done', [
      session,
      registerId,
      autoReply,
      answerDays,
      JSON.stringify(texts),
      keptMonths,
    ]);
  }

  /** All of a register's themes as they are to be; one without an id is new. `twice`: two have one name. */
  async setThemes(
    session: Buffer,
    registerId: string,
    themes: readonly { id: string | null; name: string }[],
  ): Promise<'set' | 'twice' | 'not-yours'> {
    const rows = (await this.database.query('select jatakk.set_themes($1, $2, $3, $4) as outcome', [
      session,
      registerId,
      themes.map(({ id }) => id),
      themes.map(({ name }) => name),
    ])) as { outcome: 'set' | 'twice' | 'not-yours' }[];
    return rows[0]!.outcome;
  }

  #act(
    act: 'assign_conversation' | 'close_conversation' | 'tag_conversation',
    { session, registerId, conversationId }: OnConversation,
    value: unknown,
  ): Promise<boolean> {
    return this.#done(`select jatakk.${act}($1, $2, $3, $4) as done`, [
      session,
      registerId,
      conversationId,
      value,
    ]);
  }

  async #done(sql: string, values: unknown[]): Promise<boolean> {
    const rows = (await this.database.query(sql, values)) as { done: boolean }[];
    return rows[0]!.done;
  }
}
