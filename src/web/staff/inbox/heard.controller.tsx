import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { allHeard, themeCounts, writeHeard } from '../../../inbound/inbox/heard.queries.js';
import { registerSlug } from '../../../registers/register-slug.queries.js';
import { May, Member, type SignedIn } from '../../http/access.js';
import { Page, SeeOther } from '../../http/page.js';
import { parseForm } from '../../http/parse-form.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';
import { anyFault, faults, textFault, typed } from '../fields.js';
import { noticeOf, withDone } from '../notices.js';
import {
  type HeardField,
  HeardMonthPage,
  type HeardMonthPageProps,
} from '../pages/inbox/heard-month-page.js';
import { HeardMonthsPage } from '../pages/inbox/heard-months-page.js';
import { InboxPlaces } from './inbox-places.service.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const LENGTH = 5000;

const heardForm = z.object({
  heard: typed,
  did: typed,
  published: z.literal('yes').optional(),
  revision: z.coerce.number().int().nonnegative(),
});

/** What people wrote about, and what came of it: a page a month, in staff's own words. */
@Controller('staff/registers/:register/heard')
@May('write-heard')
export class HeardController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly places: InboxPlaces,
  ) {}

  @Get()
  async months(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const [place, written] = await Promise.all([
      this.places.at(registerId, member, request),
      allHeard(this.database, registerId),
    ]);
    return new Page(<HeardMonthsPage {...place} written={written} now={new Date()} />);
  }

  @Get(':month')
  async month(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('month') month: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, monthIn(month), member, request, noticeOf(request));
  }

  @Post(':month')
  async write(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('month') path: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const month = monthIn(path);
    const { revision, published, ...texts } = parseForm(heardForm, body);
    const bare = { heard: plain(texts.heard), did: plain(texts.did) };
    const optional = published !== 'yes';
    const errors = faults<HeardField>({
      heard: textFault(bare.heard, { max: LENGTH, optional }),
      did: textFault(bare.did, { max: LENGTH, optional }),
    });
    const values = { ...bare, month, published: !optional, revision };
    if (anyFault(errors)) return this.#page(registerId, month, member, request, { values, errors });
    const outcome = await writeHeard(this.database, member.sessionHash, registerId, values);
    if (outcome === 'saved')
      return new SeeOther(withDone(staffPaths.heardIn(registerId, month), 'heard-saved'));
    if (outcome !== 'changed') throw new NotFoundException();
    return this.#page(registerId, month, member, request, {
      values,
      errors: { form: { key: 'heard.error.changed' } },
    });
  }

  async #page(
    registerId: string,
    month: string,
    member: SignedIn,
    request: FastifyRequest,
    shown: Partial<Pick<HeardMonthPageProps, 'values' | 'errors' | 'notice'>>,
  ): Promise<Page> {
    const [place, written, counts, slug] = await Promise.all([
      this.places.at(registerId, member, request),
      allHeard(this.database, registerId),
      themeCounts(this.database, registerId, month),
      registerSlug(this.database, registerId),
    ]);
    const values = written.find((one) => one.month === month) ?? {
      month,
      heard: '',
      did: '',
      published: false,
      revision: 0,
    };
    return new Page(
      <HeardMonthPage
        {...place}
        {...{ counts, values }}
        publicPath={publicPaths.heard(slug)}
        now={new Date()}
        {...shown}
      />,
      { status: shown.errors ? 422 : 200 },
    );
  }
}

const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();

/** @throws 404 for what is no month, or one to come */
function monthIn(path: string): string {
  if (!MONTH.test(path) || `${path}-01` > new Date().toISOString().slice(0, 10))
    throw new NotFoundException();
  return `${path}-01`;
}
