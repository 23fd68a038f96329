import { Controller, Get, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { relayChanges, relaysInUse } from '../../registers/relays.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { SendingPage } from './pages/sending-page.js';
import { signingDomains } from './signing-domains.js';

/** More than a house changes its relays in its life. */
const CHANGES_SHOWN = 200;

/** How mail leaves the house, to be seen and not to be changed. */
@Controller('staff/sending')
export class SendingController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get()
  @May('manage-sending')
  async sending(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const [frame, relays, changes, domains] = await Promise.all([
      this.frames.staffFrame(request, member),
      relaysInUse(this.database),
      relayChanges(this.database, CHANGES_SHOWN),
      signingDomains(this.database),
    ]);
    return new Page(<SendingPage frame={frame} relays={relays} changes={changes} domains={domains} />);
  }
}
