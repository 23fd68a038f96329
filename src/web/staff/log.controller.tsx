import { Controller, Get, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { searchLog } from '../../staff/audit/search-log.queries.js';
import { StaffAccounts } from '../../staff/staff-accounts.service.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { readLogSearch } from './log-search.js';
import { LogPage } from './pages/log-page.js';

const AT_ONCE = 50;

/** The log of what staff do, to be read and searched; there is no way to take it out as a whole. */
@Controller('staff/log')
export class LogController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly accounts: StaffAccounts,
    private readonly frames: Frames,
  ) {}

  @Get()
  @May('read-log')
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const search = readLogSearch(request.query);
    const frame = await this.frames.staffFrame(request, member);
    const [lines, members] = await Promise.all([
      searchLog(this.database, search, { timeZone: frame.timeZone, limit: AT_ONCE + 1 }),
      this.accounts.members(),
    ]);
    return new Page(
      <LogPage
        frame={frame}
        search={search}
        lines={lines.slice(0, AT_ONCE)}
        more={lines.length > AT_ONCE}
        members={members}
      />,
    );
  }
}
