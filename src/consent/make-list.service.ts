import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { List } from '../registers/list.entity.js';
import { PurposeText, type PurposeWords } from './purpose-text.entity.js';

export interface NewList {
  registerId: string;
  slug: string;
  name: string;
  senderName: string;
  senderAddress: string;
  /** One per language; published as version 1. */
  words: readonly PurposeWords[];
}

/** Makes a list together with the first version of its purpose: there is no list without one. */
@Injectable()
export class MakeList {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Returns the list's id, or undefined when the slug is another list's. */
  async make({ words, ...list }: NewList): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      if (await tx.existsBy(List, { slug: list.slug })) return undefined;
      const id = randomUUID();
      await tx.insert(List, { id, ...list, state: 'open' });
      const texts = words.map((text) =>
        PurposeText.publish({ registerId: list.registerId, listId: id, version: 1, revision: 1 }, text),
      );
      await tx.insert(PurposeText, texts);
      return id;
    });
  }
}
