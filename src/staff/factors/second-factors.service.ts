import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { hashToken, randomToken } from '../../platform/sealing/link-token.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import type { FactorProof, PasskeyAttestation } from './factor-proof.js';

/** A proof with the nonce of the page that it was given on. */
export interface GivenProof {
  nonce: string;
  proof: FactorProof;
}

/** Why nothing has happened. `late`: no keeper has answered. */
export type FactorRefusal =
  | 'unknown'
  | 'wrong'
  | 'too-many'
  | 'factor-needed'
  | 'not-confirmed'
  | 'not-begun'
  | 'needed'
  | 'short-password'
  | 'late'
  | 'failed';

export type FactorAnswer<T> = { ok: true; answer: T } | { ok: false; refused: FactorRefusal };

const codes = z.object({ codes: z.array(z.string()) });
const totp = z.object({ secret: z.string(), uri: z.string() });

/** What web asks the keeper about second factors. It holds none of them itself, and believes no proof of its own. */
@Injectable()
export class SecondFactors {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly window: AskWindow,
  ) {}

  /** Half a session becomes a whole one: its new token. */
  async signIn(half: Buffer, given: GivenProof): Promise<FactorAnswer<string>> {
    const token = randomToken();
    const newSession = hashToken(token).toString('base64');
    const answer = await this.#ask('factor-sign-in', half, z.unknown(), { ...given, newSession });
    return answer.ok ? { ok: true, answer: token } : answer;
  }

  /** Shows once more who sits there; good for ten minutes. */
  confirm(session: Buffer, given: GivenProof): Promise<FactorAnswer<unknown>> {
    return this.#ask('factor-confirm', session, z.unknown(), given);
  }

  /** The secret for an authenticator, this once. */
  beginTotp(session: Buffer): Promise<FactorAnswer<z.infer<typeof totp>>> {
    return this.#ask('factor-begin-totp', session, totp);
  }

  /** The recovery codes, with somebody's first factor; none with a further one. */
  enrolTotp(session: Buffer, code: string): Promise<FactorAnswer<z.infer<typeof codes>>> {
    return this.#ask('factor-enrol-totp', session, codes, { code });
  }

  enrolPasskey(
    session: Buffer,
    made: { nonce: string; name: string; attestation: PasskeyAttestation },
  ): Promise<FactorAnswer<z.infer<typeof codes>>> {
    return this.#ask('factor-enrol-passkey', session, codes, made);
  }

  /** @param passkey which one; null: the authenticator */
  remove(session: Buffer, passkey: string | null): Promise<FactorAnswer<unknown>> {
    return this.#ask('factor-remove', session, z.unknown(), { passkey });
  }

  newRecoveryCodes(session: Buffer): Promise<FactorAnswer<z.infer<typeof codes>>> {
    return this.#ask('factor-recovery-codes', session, codes);
  }

  /** Ends half a session: somebody starts again. */
  async giveUp(half: Buffer): Promise<void> {
    await this.database.query('delete from jatakk.staff_half_session where token_hash = $1', [half]);
  }

  async #ask<T>(
    act: string,
    proof: Buffer,
    shape: z.ZodType<T>,
    content: unknown = null,
  ): Promise<FactorAnswer<T>> {
    const reply = await this.window.ask({ act, ringId: STAFF_RING, proof, content });
    if (!('answer' in reply)) return { ok: false, refused: reply.verdict as FactorRefusal };
    return { ok: true, answer: shape.parse(reply.answer) };
  }
}
