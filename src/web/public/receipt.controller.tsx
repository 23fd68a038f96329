import { Controller, Get, HttpException, Ip, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isLocale } from '../../platform/i18n/messages.js';
import { hashToken, isToken } from '../../platform/sealing/link-token.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { AnswerConfirmation, type AskedList } from '../../subscriptions/answer-confirmation.service.js';
import { RequestReceipt } from '../../subscriptions/receipts/request-receipt.service.js';
import { receipt } from '../../subscriptions/receipts/receipt.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import { publicPaths } from '../pages/paths.js';
import { ReceiptPage } from './pages/receipt-page.js';

const receipts = z.array(receipt).min(1);
/** In ten minutes, from one network: each costs the keeper some work. */
const LOOKS_PER_NETWORK = 120;

/** The receipt of what was said yes to by a confirmation's link, to whoever holds that link. */
@Controller('confirm/:token/receipt')
@Public()
export class ReceiptController {
  readonly #looks = new RateLimit(LOOKS_PER_NETWORK);

  constructor(
    private readonly answer: AnswerConfirmation,
    private readonly window: AskWindow,
    private readonly requesting: RequestReceipt,
    private readonly frames: Frames,
  ) {}

  @Get()
  async show(@Param('token') token: string, @Ip() ip: string, @Req() request: FastifyRequest): Promise<Page> {
    const asked = await this.#asked(token, ip);
    const frame = await this.#frame(asked, request);
    if (!asked) return new Page(<ReceiptPage frame={frame} state="unknown" />, { status: 404 });
    const path = publicPaths.receipt(token);
    const answer = await this.window.ask({
      act: 'receipt',
      ringId: asked.registerId,
      proof: hashToken(token),
    });
    const found = 'answer' in answer ? receipts.safeParse(answer.answer) : undefined;
    if (found?.success)
      return new Page(<ReceiptPage frame={frame} state="shown" receipts={found.data} path={path} />);
    switch (answer.verdict) {
      case 'unknown':
        return new Page(<ReceiptPage frame={frame} state="unknown" />, { status: 404 });
      case 'not-yet':
        return new Page(<ReceiptPage frame={frame} state="not-yet" path={path} />);
      default:
        return new Page(<ReceiptPage frame={frame} state="late" path={path} />, {
          status: 503,
          headers: { 'retry-after': '30' },
        });
    }
  }

  @Post()
  async send(@Param('token') token: string, @Ip() ip: string, @Req() request: FastifyRequest): Promise<Page> {
    const asked = await this.#asked(token, ip);
    const outcome = asked ? await this.requesting.request(hashToken(token)) : 'unknown';
    const frame = await this.#frame(asked, request);
    if (outcome === 'unknown')
      return new Page(<ReceiptPage frame={frame} state="unknown" />, { status: 404 });
    return new Page(<ReceiptPage frame={frame} state={outcome} path={publicPaths.receipt(token)} />);
  }

  async #asked(token: string, ip: string): Promise<AskedList | undefined> {
    if (this.#looks.exceeded(networkOf(ip)) !== undefined) throw new HttpException('', 429);
    return isToken(token) ? (await this.answer.peek(hashToken(token)))[0] : undefined;
  }

  #frame(asked: AskedList | undefined, request: FastifyRequest) {
    const own =
      isLocale(asked?.locale) && !('lang' in (request.query as object)) ? { locale: asked.locale } : {};
    return this.frames.publicFrame(request, { ...own, ...(request.method === 'POST' && { path: null }) });
  }
}
