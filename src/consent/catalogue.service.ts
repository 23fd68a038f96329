import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type AskedField, askedFields } from './asked-fields.queries.js';
import type { Eyes, ListState } from '../registers/list.entity.js';

/** A list, with the newest version of its purpose in every language it was published in. */
export interface OpenList {
  id: string;
  registerId: string;
  registerSlug: string;
  registerName: string;
  slug: string;
  state: ListState;
  /** How many must stand behind what is sent to it. */
  eyes: Eyes;
  /** Since when everybody may read what it is sent; null where nobody may. */
  archiveSince: Date | null;
  /** Whoever confirms now is sent a welcome. */
  welcomes: boolean;
  name: string;
  senderName: string;
  senderAddress: string;
  purposeVersion: number;
  purposeRevision: number;
  words: Record<string, { text: string; frequency: string }>;
  /** What it asks beside the address; none of it need be answered. */
  asks: AskedField[];
}

interface Row {
  id: string;
  register_id: string;
  register_slug: string;
  register_name: string;
  slug: string;
  state: ListState;
  eyes: Eyes;
  archive_since: Date | null;
  welcomes: boolean;
  name: string;
  sender_name: string;
  sender_address: string;
  version: number;
  revision: number;
  words: OpenList['words'];
}

const KEPT_FOR_MS = 2000;

/** The lists as the public sees them. Kept for two seconds, so that a form's answer costs no look-up. */
@Injectable()
export class Catalogue {
  #kept: { lists: Promise<OpenList[]>; until: number } | undefined;

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The lists that can be joined now. */
  async lists(): Promise<OpenList[]> {
    return (await this.known()).filter(({ state }) => state === 'open');
  }

  /** Those that rest, close or are closed too: for whoever is on one, or comes to its form. */
  async known(): Promise<OpenList[]> {
    if (!this.#kept || this.#kept.until < Date.now()) {
      const lists = this.#read();
      this.#kept = { lists, until: Date.now() + KEPT_FOR_MS };
      lists.catch(() => (this.#kept = undefined));
    }
    return this.#kept.lists;
  }

  /** After a list was made or closed: the next page shows it. */
  forget(): void {
    this.#kept = undefined;
  }

  async #read(): Promise<OpenList[]> {
    const rows = (await this.database.query(
      `select l.id, l.register_id, r.slug as register_slug, r.name as register_name, l.slug, l.state, l.eyes, l.archive_since, jatakk.welcome_of(l.id) is not null as welcomes, l.name,
              l.sender_name, l.sender_address, p.version, p.revision,
              jsonb_object_agg(p.locale, jsonb_build_object('text', p.text, 'frequency', p.frequency)) as words
         from jatakk.list l
         join jatakk.register r on r.id = l.register_id
         join jatakk.current_purpose p on p.list_id = l.id
        where l.state <> 'deleting'
        group by l.id, l.register_id, r.slug, r.name, l.slug, l.state, l.eyes, l.archive_since, l.name, l.sender_name, l.sender_address, p.version, p.revision
        order by r.name, l.name`,
    )) as Row[];
    const asks = await askedFields(this.database);
    return rows.map((row) => ({
      id: row.id,
      registerId: row.register_id,
      registerSlug: row.register_slug,
      registerName: row.register_name,
      slug: row.slug,
      state: row.state,
      eyes: row.eyes,
      archiveSince: row.archive_since,
      welcomes: row.welcomes,
      name: row.name,
      senderName: row.sender_name,
      senderAddress: row.sender_address,
      purposeVersion: row.version,
      purposeRevision: row.revision,
      words: row.words,
      asks: asks.filter(({ listId }) => listId === row.id),
    }));
  }
}
