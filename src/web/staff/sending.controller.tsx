import { Controller, Get, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { relayChanges, relaysInUse } from '../../registers/relays.queries.js';
import { returnDomain } from '../../registers/return-domain.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { noticeOf } from './notices.js';
import { SendingPage } from './pages/sending-page.js';
import { relayProposing } from './relay-proposing.js';
import { signingDomains } from './signing-domains.js';

/** More than a house changes its relays in its life. */
const CHANGES_SHOWN = 200;

/** How mail leaves the house, and the way to a proposal that it leaves by another. */
@Controller('staff/sending')
export class SendingController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get()
  @May('manage-sending')
  async sending(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const [frame, relays, proposing, changes, domains, returns] = await Promise.all([
      this.frames.staffFrame(request, member),
      relaysInUse(this.database),
      relayProposing(this.database, member),
      relayChanges(this.database, CHANGES_SHOWN),
      signingDomains(this.database),
      returnDomain(this.database),
    ]);
    return new Page(
      <SendingPage
        frame={frame}
        relays={relays}
        {...proposing}
        changes={changes}
        domains={domains}
        returns={returns}
        {...noticeOf(request)}
      />,
    );
  }
}
