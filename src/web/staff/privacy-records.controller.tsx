import { Controller, Get, NotFoundException, Query, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { type ClockTime, readClockTime } from '../../platform/i18n/clock-time.js';
import { TIME_ZONE } from '../../platform/i18n/formats.js';
import { PAGE_LOCALES, type PageLocale } from '../../platform/i18n/messages.js';
import type { Facts } from '../../privacy/facts/facts.js';
import { readFacts } from '../../privacy/facts/read-facts.js';
import { listScopes } from '../../privacy/openness/list-scopes.queries.js';
import { relaysInUse } from '../../registers/relays.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { BREACHES, BreachPage, TAKEN } from './pages/breach-page.js';
import { ProcessorsPage } from './pages/processors-page.js';
import { RecordPage } from './pages/record-page.js';

/** What a supervisory authority may ask for, to be printed. Each look is made anew and nothing that is chosen is kept. */
@Controller('staff/privacy-page')
@May('account-for-privacy')
export class PrivacyRecordsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  @Get('record')
  async record(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    const locale = printedIn(request, frame.locale);
    return new Page(<RecordPage {...{ frame, locale }} facts={await this.#facts()} now={new Date()} />);
  }

  @Get('processors')
  async processors(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    const relays = await relaysInUse(this.database);
    return new Page(
      <ProcessorsPage
        frame={frame}
        locale={printedIn(request, frame.locale)}
        facts={await this.#facts()}
        relays={relays}
        now={new Date()}
      />,
    );
  }

  @Get('breach')
  async breach(
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
    @Query() query: Record<string, unknown>,
  ): Promise<Page> {
    const facts = await this.#facts();
    const scopes = await listScopes(this.database);
    const lists = facts.registers.flatMap(({ name, lists: ofIt }) =>
      ofIt.flatMap((list) => {
        const scope = scopes.find(({ slug }) => slug === list.slug);
        return scope ? [{ ...list, ...scope, register: name }] : [];
      }),
    );
    const typed = { day: single(query['day']), time: single(query['time']) };
    const chosen = {
      asked: query['show'] !== undefined,
      kinds: BREACHES.filter((kind) => several(query['kind']).includes(kind)),
      taken: TAKEN.filter((what) => several(query['taken']).includes(what)),
      lists: several(query['list']),
      typed,
      known: await this.#momentOf(typed),
      query: request.url.split('?')[1]?.replaceAll(/(?:^|&)lang=[^&]*/g, '') ?? '',
    };
    const frame = await this.frames.staffFrame(request, member);
    return new Page(
      <BreachPage
        frame={frame}
        locale={printedIn(request, frame.locale)}
        facts={facts}
        lists={lists}
        chosen={chosen}
        now={new Date()}
      />,
    );
  }

  /** As the house's clock showed it. */
  async #momentOf(typed: ClockTime): Promise<Date | undefined> {
    const read = readClockTime(typed);
    if (!read) return undefined;
    const rows = (await this.database.query('select $1::timestamp at time zone $2 as at', [
      `${read.day} ${read.time}`,
      TIME_ZONE,
    ])) as { at: Date }[];
    return rows[0]?.at;
  }

  async #facts(): Promise<Facts> {
    const facts = await readFacts(this.database);
    if (!facts) throw new NotFoundException();
    return facts;
  }
}

/** One box that was ticked comes as a word, several as a list. */
function several(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string');
}

const single = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** As chosen on the page; otherwise as the member works. */
function printedIn(request: FastifyRequest, own: PageLocale): PageLocale {
  const { lang } = request.query as { lang?: unknown };
  return PAGE_LOCALES.find((one) => one === lang) ?? own;
}
