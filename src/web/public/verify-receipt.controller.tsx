import { Body, Controller, Get, HttpException, Ip, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { publishedLogKeys } from '../../consent/ledger/published-log-keys.queries.js';
import { trimTyped } from '../../registers/email-address.js';
import { unarmour } from '../../subscriptions/receipts/armour.js';
import type { Receipt } from '../../subscriptions/receipts/receipt.js';
import { logsIn, verifyReceipt } from '../../subscriptions/receipts/verify-receipt.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import { type KnownKeys, VerifyReceiptPage } from './pages/verify-receipt-page.js';

const checkForm = z.object({
  receipt: z.string().max(200_000).default(''),
  address: z.string().max(2000).default(''),
});
const CHECKS_PER_NETWORK = 300;

/** Checks receipts, for anybody. The check itself needs nothing of ours; whose keys they are is looked up. */
@Controller('receipts/verify')
@Public()
export class VerifyReceiptController {
  readonly #checks = new RateLimit(CHECKS_PER_NETWORK);

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest): Promise<Page> {
    return new Page(<VerifyReceiptPage frame={await this.frames.publicFrame(request)} />);
  }

  @Post()
  async check(@Body() body: unknown, @Ip() ip: string, @Req() request: FastifyRequest): Promise<Page> {
    if (this.#checks.exceeded(networkOf(ip)) !== undefined) throw new HttpException('', 429);
    const values = parseForm(checkForm, body);
    const frame = await this.frames.publicFrame(request, { path: null });
    const read = unarmour(values.receipt);
    if (!read.ok) {
      const errors = { receipt: { key: `verify.error.${read.why}` } as const };
      return new Page(<VerifyReceiptPage frame={frame} values={values} errors={errors} />, { status: 422 });
    }
    const findings = verifyReceipt(read.receipt, trimTyped(values.address));
    const checked = { receipt: read.receipt, findings, keys: await this.#keys(read.receipt) };
    if (findings.address === 'no-address') {
      const errors = { address: { key: 'verify.address.no-address' } as const };
      return new Page(<VerifyReceiptPage frame={frame} values={values} errors={errors} />, { status: 422 });
    }
    return new Page(<VerifyReceiptPage frame={frame} checked={checked} />);
  }

  /** A check does not wait for a database that is away. */
  async #keys(receipt: Receipt): Promise<KnownKeys> {
    const ours = await publishedLogKeys(this.database, receipt.record.register.id).catch(() => undefined);
    if (!ours) return 'unasked';
    return logsIn(receipt).every(({ id, publicKey }) => ours.get(id) === publicKey) ? 'ours' : 'others';
  }
}
