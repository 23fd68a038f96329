import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { WINDOW_CHANNEL } from '../platform/database/doorbell.js';
import { ReplyKey } from '../platform/sealing/reply-key.js';
import { SealingKeys } from './sealing-keys.service.js';

/** One question to the keeper. */
export interface WindowQuestion {
  act: string;
  /** The register (or the staff's ring) that the question is sealed to. */
  ringId: string;
  /** SHA-256 of the token that shows who asks: of a link in a fresh mail, or of a staff session. The keeper checks it. */
  proof: Buffer;
  /** Whatever the act needs beside that: an address typed, a reason. Sealed on its way. */
  content?: unknown;
}

/** `late`: no keeper has answered in time. */
export type WindowAnswer = { verdict: 'answered'; answer: unknown } | { verdict: string };

const PATIENCE_MS = 5000;

/**
 * How anything sealed is ever shown to a person: the question lies sealed in the database for a minute at most, the
 * keeper checks the proof and seals its one answer to a key made for it here. Nothing of it is kept.
 */
@Injectable()
export class AskWindow {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly keys: SealingKeys,
  ) {}

  /** @throws NoSealingKeyError while the ring has no keys. */
  async ask({ act, ringId, proof, content = null }: WindowQuestion): Promise<WindowAnswer> {
    const id = randomUUID();
    const reply = new ReplyKey();
    const { box, keyVersion } = await this.keys.seal({ ringId, rowId: id }, content);
    await this.database.query(
      `with asked as (
         insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key)
         values ($1, $2, $3, $4, $5, $6, $7))
       select pg_notify('${WINDOW_CHANNEL}', '')`,
      [id, act, ringId, keyVersion, box, proof, reply.publicKey],
    );
    const patience = Date.now() + PATIENCE_MS;
    for (let waitMs = 4; Date.now() < patience; waitMs = Math.min(waitMs * 1.3, 100)) {
      await setTimeout(waitMs);
      const rows = (await this.database.query('select * from jatakk.take_answer($1)', [id])) as {
        verdict: string;
        answer: Buffer | null;
      }[];
      const [taken] = rows;
      if (!taken) continue;
      if (taken.verdict !== 'answered' || !taken.answer) return { verdict: taken.verdict };
      return { verdict: 'answered', answer: reply.open(id, taken.answer) };
    }
    return { verdict: 'late' };
  }
}
