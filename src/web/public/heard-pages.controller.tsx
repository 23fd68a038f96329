import { Controller, Get, NotFoundException, Param, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { allHeard, themeCounts } from '../../inbound/inbox/heard.queries.js';
import { Register } from '../../registers/register.entity.js';
import { Public } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { HeardPage } from './pages/heard-page.js';

/** So many months stand on the page. */
const MONTHS = 24;

/** What was heard and done, for everybody. Nothing is there before something is published. */
@Controller('registers/:slug/heard')
@Public()
export class HeardPagesController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
  ) {}

  @Get()
  async show(@Param('slug') slug: string, @Req() request: FastifyRequest): Promise<Page> {
    const register = await this.registers.findOneBy({ slug });
    const published = register
      ? (await allHeard(this.database, register.id)).filter((one) => one.published).slice(0, MONTHS)
      : [];
    if (!register || published.length === 0) throw new NotFoundException();
    const months = await Promise.all(
      published.map(async (one) => ({
        ...one,
        counts: await themeCounts(this.database, register.id, one.month),
      })),
    );
    return new Page(
      <HeardPage frame={await this.frames.publicFrame(request)} register={register} months={months} />,
    );
  }
}
