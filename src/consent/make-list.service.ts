import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Eyes } from '../registers/list.entity.js';
import type { PurposeWords } from './purpose-text.entity.js';

export interface NewList {
  registerId: string;
  slug: string;
  name: string;
  senderName: string;
  senderAddress: string;
  /** One per language; published as version 1. */
  words: readonly PurposeWords[];
  eyes: Eyes;
}

/** Makes a list together with the first version of its purpose: there is no list without one. */
@Injectable()
export class MakeList {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Returns the list's id, or undefined when the slug is another list's. */
  async make({ words, ...list }: NewList): Promise<string | undefined> {
    const id = randomUUID();
    const { registerId, slug, name, senderName, senderAddress, eyes } = list;
    const rows = (await this.database.query(
      'select jatakk.make_list($1, $2, $3, $4, $5, $6, $7, $8) as made',
      [id, registerId, slug, name, senderName, senderAddress, JSON.stringify(words), eyes],
    )) as { made: boolean }[];
    return rows[0]!.made ? id : undefined;
  }
}
