import { Controller, Get, NotFoundException, Param, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import {
  LEAVES_PER_PAGE,
  type PublishedLeaves,
  type PublishedLedger,
} from '../../consent/ledger/published-ledger.js';
import { isLogOf, leavesFrom, storedLedger } from '../../consent/ledger/stored-ledger.queries.js';
import { Register } from '../../registers/register.entity.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { LedgerPage } from './pages/ledger-page.js';

const PAGE = /^\d{1,7}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The consent ledger for everybody: as a page, and whole, for programs that check it without us. */
@Controller('ledger')
@Public()
export class LedgerController {
  constructor(
    private readonly frames: Frames,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest): Promise<Page> {
    const registers = await this.database.manager.find(Register, { order: { name: 'ASC' } });
    const ledgers = await Promise.all(
      registers.map(async ({ id, slug, name }) => {
        const { logs } = await storedLedger(this.database, { id, slug });
        return { slug, name, logs };
      }),
    );
    return new Page(
      <LedgerPage
        frame={await this.frames.publicFrame(request)}
        publicUrl={await this.frames.publicUrl()}
        registers={ledgers}
      />,
    );
  }

  @Get(':slug/heads')
  async heads(@Param('slug') slug: string): Promise<PublishedLedger> {
    return storedLedger(this.database, await this.#register(slug));
  }

  @Get(':slug/leaves/:id/:page')
  async leaves(
    @Param('slug') slug: string,
    @Param('id') logId: string,
    @Param('page') page: string,
  ): Promise<PublishedLeaves> {
    const { id } = await this.#register(slug);
    if (!PAGE.test(page) || !UUID.test(logId) || !(await isLogOf(this.database, id, logId)))
      throw new NotFoundException();
    const first = Number(page) * LEAVES_PER_PAGE;
    const leaves = first > 2 ** 31 ? [] : await leavesFrom(this.database, logId, first, LEAVES_PER_PAGE);
    if (leaves.length === 0 && first > 0) throw new NotFoundException();
    return {
      format: 'jatakk leaves v1',
      logId,
      first,
      leaves: leaves.map((leaf) => leaf.toString('hex')),
    };
  }

  async #register(slug: string): Promise<Register> {
    const register = await this.database.manager.findOneBy(Register, { slug });
    if (!register) throw new NotFoundException();
    return register;
  }
}
