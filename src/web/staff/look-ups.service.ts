import { HttpException, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { z } from 'zod';
import { Doorbell } from '../../platform/database/doorbell.js';
import { AskWindow, type WindowAnswer } from '../../registers/ask-window.service.js';
import { type ConsentJournal, consentJournal } from '../../subscriptions/consent-journal.js';
import { lookAnswer, type LookedUp, lookedUp } from '../../subscriptions/looked-up.js';
import type { SignedIn } from '../http/access.js';

/** Somebody who was looked up, as the page that shows them names them again. */
export interface Press {
  registerId: string;
  handle: string;
  /** As it was typed. */
  address: string;
}

/** Why nobody is shown: the day's looks are used up, by this member or by all, or the session is over. */
export type LookRefusal = 'too-many' | 'too-many-here' | 'forbidden';

export type SentLink = 'sent' | 'waits' | 'objected';

const REFUSALS: readonly string[] = ['too-many', 'too-many-here', 'forbidden'] satisfies LookRefusal[];

const heldAgain = lookedUp.omit({ handle: true });
const ended = z.enum(['ended', 'nothing']);
const sentLink = z.enum(['sent', 'waits', 'objected']);
const erased = z.literal('erased');

/** Asks the keeper about one person, and for what staff may do for them. Null: the look is over. */
@Injectable()
export class LookUps {
  constructor(
    private readonly window: AskWindow,
    private readonly doorbell: Doorbell,
  ) {}

  async look(
    member: SignedIn,
    registerId: string,
    content: { address: string; reason: string },
  ): Promise<z.infer<typeof lookAnswer> | LookRefusal> {
    const answer = await this.window.ask({
      act: 'look-up',
      ringId: registerId,
      proof: member.sessionHash,
      content,
    });
    if (REFUSALS.includes(answer.verdict)) return answer.verdict as LookRefusal;
    return told(lookAnswer, answer);
  }

  async show(member: SignedIn, press: Press): Promise<LookedUp | null> {
    const held = await this.#press(member, press, 'show-held', heldAgain);
    return held && { ...held, handle: press.handle };
  }

  end(member: SignedIn, press: Press, subscriptionId: string): Promise<z.infer<typeof ended> | null> {
    return this.#press(member, press, 'end-held', ended, { subscriptionId });
  }

  async sendLink(member: SignedIn, press: Press): Promise<SentLink | null> {
    const outcome = await this.#press(member, press, 'send-link', sentLink);
    this.doorbell.ring();
    return outcome;
  }

  print(member: SignedIn, press: Press): Promise<ConsentJournal | null> {
    return this.#press(member, press, 'print-records', consentJournal);
  }

  erase(member: SignedIn, press: Press): Promise<'erased' | null> {
    return this.#press(member, press, 'erase-held', erased);
  }

  async #press<T>(
    member: SignedIn,
    { registerId, handle, address }: Press,
    act: string,
    kind: z.ZodType<T>,
    more: object = {},
  ): Promise<T | null> {
    const content = { handle, address, ...more };
    const answer = await this.window.ask({ act, ringId: registerId, proof: member.sessionHash, content });
    return answer.verdict === 'over' ? null : told(kind, answer);
  }
}

/** @throws 503 where the keeper has not answered, 500 where it has answered something else. */
function told<T>(kind: z.ZodType<T>, answer: WindowAnswer): T {
  if (!('answer' in answer)) throw new ServiceUnavailableException();
  const read = kind.safeParse(answer.answer);
  if (!read.success) throw new HttpException('', 500);
  return read.data;
}
