import { Body, Controller, Get, NotFoundException, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { PAGE_LOCALES, type PageLocale } from '../../platform/i18n/messages.js';
import { AddFromUs } from '../../privacy/facts/add-from-us.service.js';
import type { RelayFacts } from '../../privacy/facts/facts.js';
import { privacyTexts, relayRows } from '../../privacy/facts/facts.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, textFault, typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { FromUsPage, type FromUsPageProps, type FromUsField } from './pages/from-us-page.js';

const form = z.object({ text_nb: typed, text_nn: typed, text_en: typed, place_1: typed, place_2: typed });
type Values = z.infer<typeof form>;

const PLACES = ['unsaid', 'inside', 'outside'] as const;
const MOST = 20_000;

/** What the organisation adds to the page that the system writes of itself. */
@Controller('staff/privacy-page')
@May('account-for-privacy')
export class PrivacyPageController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly adding: AddFromUs,
    private readonly frames: Frames,
  ) {}

  @Get()
  async show(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    const texts = await privacyTexts(this.database);
    const values = Object.fromEntries(PAGE_LOCALES.map((locale) => [`text_${locale}`, texts[locale] ?? '']));
    return this.#page(member, request, { values, ...noticeOf(request) });
  }

  @Post()
  async write(
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(form, body);
    const errors = faults<FromUsField>(
      Object.fromEntries(
        PAGE_LOCALES.map((locale) => [
          `text_${locale}`,
          textFault(values[`text_${locale}`], { max: MOST, optional: true }),
        ]),
      ),
    );
    if (anyFault(errors)) return this.#page(member, request, { values, errors }, 422);
    const texts = Object.fromEntries(
      PAGE_LOCALES.map((locale) => [locale, values[`text_${locale}`].replaceAll('\r\n', '\n').trim()]),
    ) as Record<PageLocale, string>;
    if (!(await this.adding.write(member.sessionHash, texts))) throw new NotFoundException();
    for (const [at, { host }] of (await relayRows(this.database)).entries())
      await this.adding.place(member.sessionHash, { host, place: placeIn(values, at) });
    return new SeeOther(withDone(staffPaths.privacyPage, 'saved'));
  }

  async #page(
    member: SignedIn,
    request: FastifyRequest,
    shown: Pick<FromUsPageProps, 'values' | 'errors' | 'notice'>,
    status = 200,
  ): Promise<Page> {
    const frame = await this.frames.staffFrame(request, member);
    return new Page(<FromUsPage frame={frame} relays={await relayRows(this.database)} {...shown} />, {
      status,
    });
  }
}

/** What was chosen of the relay at a position; nothing said for anything else. */
function placeIn(values: Values, at: number): RelayFacts['place'] {
  const chosen = [values.place_1, values.place_2][at];
  return PLACES.find((place) => place === chosen) ?? 'unsaid';
}
