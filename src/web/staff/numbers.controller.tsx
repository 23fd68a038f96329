import { Controller, Get, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { comparedCampaigns } from '../../campaigns/campaign-numbers.queries.js';
import { dayIn, TIME_ZONE } from '../../platform/i18n/formats.js';
import { Register } from '../../registers/register.entity.js';
import { endedIn, type Grain, joinedIn, periodsOf, startsOf } from '../../subscriptions/periods.js';
import { shownCounts, standingOf } from '../../subscriptions/shown-counts.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { ListNumbersPage } from './pages/numbers/list-numbers-page.js';
import { RegisterNumbersPage } from './pages/numbers/register-numbers-page.js';
import { seenLists } from './seen-lists.js';

/** A year, and the same month or week of the year before; and a quarter of weeks. */
const MOST: Record<Grain, number> = { month: 13, week: 13 };

const CAMPAIGNS = 25;

/** What became of lists, in numbers that tell of nobody. */
@Controller('staff/registers/:register')
@May('see')
export class NumbersController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
  ) {}

  @Get('numbers')
  async ofRegister(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const register = await findRegister(this.registers, registerId);
    const frame = await this.frames.staffFrame(request, member);
    const [month] = startsOf('month', dayIn(TIME_ZONE), { most: 2, since: '' }) as [string, string];
    const seen = await seenLists(this.database, registerId, member.grants);
    const lists = await Promise.all(
      seen.map(async ({ id, name, confirmed }) => {
        const counts = await shownCounts(this.database, id, { grain: 'month', from: month });
        const [last] = periodsOf(counts, [month], confirmed) as [ReturnType<typeof periodsOf>[number]];
        return { id, name, confirmed, joined: joinedIn(last), ended: endedIn(last) };
      }),
    );
    return new Page(<RegisterNumbersPage frame={frame} register={register} month={month} lists={lists} />);
  }

  @Get('lists/:list/numbers')
  async ofList(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const register = await findRegister(this.registers, registerId);
    const list = await findList(this.database, registerId, listId);
    const grain: Grain = (request.query as { by?: unknown }).by === 'week' ? 'week' : 'month';
    const today = dayIn(TIME_ZONE);
    const { onIt, since, countedSince } = await standingOf(this.database, listId);
    const starts = startsOf(grain, today, { most: MOST[grain], since });
    const [frame, counts, campaigns] = await Promise.all([
      this.frames.staffFrame(request, member),
      shownCounts(this.database, listId, { grain, from: starts[0]! }),
      comparedCampaigns(this.database, listId, { timeZone: TIME_ZONE, today, most: CAMPAIGNS }),
    ]);
    return new Page(
      <ListNumbersPage
        frame={frame}
        register={register}
        list={list}
        grain={grain}
        periods={periodsOf(counts, starts, onIt)}
        campaigns={campaigns}
        countedSince={countedSince}
      />,
    );
  }
}
