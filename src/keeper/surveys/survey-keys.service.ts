import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import sodium from 'sodium-native';
import type { DataSource, EntityManager } from 'typeorm';
import { generateSealPair, type SealPair } from '../../platform/sealing/open-sealed-box.js';
import type { WrapPlace } from '../../platform/sealing/wrap-key.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import {
  openingSurveys,
  putKeys,
  putWrapped,
  readKeys,
  wrappedKeys,
} from '../../surveys/survey-keys.queries.js';

/** The private halves of an open survey's keys, in the keeper's memory alone. */
export interface SurveyKeys {
  /** Ed25519, 64 bytes as libsodium has it: signs tickets. */
  ticketKey: Buffer;
  /** Opens what waits sealed. */
  answers: SealPair;
}

/**
 * The keys that a survey is answered with: made when it is opened, wrapped under the keeper's secret, gone with the
 * closing. They lie in the schema of surveys, not in the vault: nothing of a register opens with them.
 */
@Injectable()
export class SurveyKeyring {
  readonly #log = new Logger('surveys');

  constructor(
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly rings: KeyRings,
  ) {}

  /** Opens what staff have pressed open. Everything else about it was checked before. */
  async openPressed(): Promise<void> {
    for (const id of await openingSurveys(this.surveys)) {
      const seed = Buffer.alloc(sodium.crypto_sign_SEEDBYTES);
      sodium.randombytes_buf(seed);
      const ticket = signingPair(seed);
      const answers = generateSealPair();
      const plain = Buffer.concat([seed, answers.secretKey]);
      const { wrapped } = this.rings.secrets.wrap(placeOf(id), plain);
      for (const secret of [seed, plain, ticket.secretKey, answers.secretKey]) secret.fill(0);
      const keys = { ticketKey: ticket.publicKey, answerKey: answers.publicKey, wrapped };
      if (await putKeys(this.surveys, id, keys)) this.#log.log('a survey is open');
    }
  }

  /**
   * Undefined unless it is open, or being closed.
   * @throws OpeningError 'key-not-authentic' under another keeper secret
   */
  async of(surveyId: string, tx: DataSource | EntityManager = this.surveys): Promise<SurveyKeys | undefined> {
    const row = await readKeys(tx, surveyId);
    if (!row) return undefined;
    const plain = this.rings.secrets.unwrap(placeOf(surveyId), { wrapped: row.wrapped, secretId: null });
    const seed = plain.subarray(0, sodium.crypto_sign_SEEDBYTES);
    return {
      ticketKey: signingPair(seed).secretKey,
      answers: { publicKey: row.answerKey, secretKey: plain.subarray(sodium.crypto_sign_SEEDBYTES) },
    };
  }

  /** Wraps all of them under the newest secret, while the keeper's secret is changed. */
  async rewrap(): Promise<void> {
    for (const { id, wrapped: was } of await wrappedKeys(this.surveys)) {
      const plain = this.rings.secrets.unwrap(placeOf(id), { wrapped: was, secretId: null });
      const { wrapped } = this.rings.secrets.wrap(placeOf(id), plain);
      plain.fill(0);
      await putWrapped(this.surveys, { id, was, wrapped });
    }
  }
}

function placeOf(surveyId: string): WrapPlace {
  return { ringId: surveyId, purpose: 'survey', version: 1 };
}

function signingPair(seed: Buffer): { publicKey: Buffer; secretKey: Buffer } {
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed);
  return { publicKey, secretKey };
}
