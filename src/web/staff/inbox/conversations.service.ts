import {
  ForbiddenException,
  HttpException,
  Injectable,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { inboxLines } from '../../../inbound/inbox/inbox.queries.js';
import { HTML_POSITION } from '../../../inbound/inbox/kept-message.js';
import {
  type ShownConversation,
  shownConversation,
  shownPart,
} from '../../../inbound/inbox/shown-conversation.js';
import { AskWindow, type WindowAnswer } from '../../../registers/ask-window.service.js';
import type { SignedIn } from '../../http/access.js';

const TOO_MANY = 429;

/** Where a conversation lies, for whoever asks for it. */
export interface Place {
  registerId: string;
  conversationId: string;
}

export interface Written {
  /** Made with the page on which it was written: pressed twice it is one. */
  messageId: string;
  kind: 'note' | 'out';
  text: string;
}

/** Why something that was written is not kept: `late` where no keeper has answered. */
export type NotWritten = 'late' | 'no-address' | 'too-many';

/** Asks the keeper for what people wrote, and hands it what is answered. Nothing of it stays here. */
@Injectable()
export class Conversations {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly window: AskWindow,
  ) {}

  /** @throws 404, 429 or 503 */
  async open(member: SignedIn, place: Place): Promise<ShownConversation> {
    const { registerId, conversationId } = place;
    await this.#isThere(member, place);
    return this.#told(
      shownConversation,
      await this.#ask(member, registerId, 'open-conversation', { conversationId }),
    );
  }

  /** What was written; undefined when it is kept. @throws 404, 500 */
  async write(member: SignedIn, place: Place, written: Written): Promise<NotWritten | undefined> {
    const { registerId, conversationId } = place;
    await this.#isThere(member, place);
    const answer = await this.#ask(member, registerId, 'write-message', { conversationId, ...written });
    if ('answer' in answer) return undefined;
    if (answer.verdict === 'late' || answer.verdict === 'no-address') return answer.verdict;
    if (answer.verdict.startsWith('too-many')) return 'too-many';
    throw refusal(answer.verdict);
  }

  /** The conversations of one exact address. `malformed` where it is none. @throws 429 or 503 */
  async search(member: SignedIn, registerId: string, address: string): Promise<string[] | 'malformed'> {
    const answer = await this.#ask(member, registerId, 'search-mail', { address });
    if (answer.verdict === 'malformed') return 'malformed';
    return this.#told(z.array(z.uuid()), answer);
  }

  /** Something attached, piece by piece; the first has come when this is answered. @throws 404, 429 or 503 */
  async attachment(
    member: SignedIn,
    place: Place,
    messageId: string,
    position: number,
  ): Promise<{ name: string; pieces: AsyncGenerator<Buffer> }> {
    const { registerId, conversationId } = place;
    await this.#isThere(member, place);
    const piece = async (chunk: number) =>
      this.#told(
        shownPart,
        await this.#ask(member, registerId, 'open-part', { conversationId, messageId, position, chunk }),
      );
    const first = await piece(0);
    async function* pieces() {
      yield Buffer.from(first.bytes, 'base64');
      for (let chunk = 1; chunk < first.of; chunk += 1)
        yield Buffer.from((await piece(chunk)).bytes, 'base64');
    }
    return { name: first.name, pieces: pieces() };
  }

  /** The HTML of one mail, as the receiver made it harmless. */
  async html(member: SignedIn, place: Place, messageId: string): Promise<string> {
    const { pieces } = await this.attachment(member, place, messageId, HTML_POSITION);
    const all: Buffer[] = [];
    for await (const piece of pieces) all.push(piece);
    return Buffer.concat(all).toString('utf8');
  }

  /** What is not there takes nobody's time, and no line. @throws 404 */
  async #isThere({ sessionHash }: SignedIn, { registerId, conversationId }: Place): Promise<void> {
    const filter = { view: 'all', ids: [conversationId] } as const;
    if ((await inboxLines(this.database, sessionHash, registerId, filter)).length === 0)
      throw new NotFoundException();
  }

  #ask(member: SignedIn, registerId: string, act: string, content: object): Promise<WindowAnswer> {
    return this.window.ask({ act, ringId: registerId, proof: member.sessionHash, content });
  }

  #told<T>(kind: z.ZodType<T>, answer: WindowAnswer): T {
    if (!('answer' in answer)) throw refusal(answer.verdict);
    const read = kind.safeParse(answer.answer);
    if (!read.success) throw new HttpException('', 500);
    return read.data;
  }
}

function refusal(verdict: string): HttpException {
  switch (verdict) {
    case 'unknown':
      return new NotFoundException();
    case 'forbidden':
      return new ForbiddenException();
    case 'too-many':
    case 'too-many-here':
      return new HttpException('', TOO_MANY);
    default:
      return new ServiceUnavailableException();
  }
}
