import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { WebSettings } from '../../platform/config/settings.js';
import { formats, TIME_ZONE } from '../../platform/i18n/formats.js';
import { isLocale, type Locale, PAGE_LOCALES, type PageLocale } from '../../platform/i18n/messages.js';
import { nearest, negotiateLocale } from '../../platform/i18n/negotiate-locale.js';
import { type House, readHouse } from '../../registers/house.queries.js';
import { maySomewhere } from '../../staff/policy.js';
import { WEB_SETTINGS } from '../tokens.js';
import type { PublicFrame, StaffFrame, WideFrame } from '../pages/frame.js';
import { WhatWaits } from '../staff/waiting/what-waits.service.js';
import type { JatakkRequest, SignedIn } from './access.js';

const HOUSE_FOR_MS = 1000;

const VERSION = createHash('sha256')
  .update(readFileSync(new URL('../assets/jatakk.css', import.meta.url)))
  .digest('hex')
  .slice(0, 10);

/** What every page needs to know: whose house this is, in which language, on trial or live. */
@Injectable()
export class Frames {
  #house: { value: House; until: number } | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
    private readonly waiting: WhatWaits,
  ) {}

  async house(): Promise<House> {
    if (this.#house && this.#house.until > Date.now()) return this.#house.value;
    const value = await readHouse(this.database);
    this.#house = { value, until: Date.now() + HOUSE_FOR_MS };
    return value;
  }

  /** The only source of links: what was given at go-live, before that the operator's setting. */
  async publicUrl(): Promise<string> {
    return (await this.house()).publicUrl ?? this.settings.PUBLIC_URL;
  }

  /** Called after set-up, go-live or a change of the organisation, so that the next page shows it. */
  forgetHouse(): void {
    this.#house = undefined;
  }

  async publicFrame(
    request: FastifyRequest,
    options: { locale?: Locale; path?: string | null } = {},
  ): Promise<PublicFrame> {
    const house = await this.house();
    return {
      locale: options.locale ?? localeOf(request),
      version: VERSION,
      trial: house.mode === 'trial',
      timeZone: TIME_ZONE,
      path: options.path === undefined ? pathOf(request) : options.path,
      organisation: house.organisation?.name ?? null,
    };
  }

  /** Of a page that can be read in nynorsk too. */
  async wideFrame(
    request: FastifyRequest,
    { locale, path }: { locale?: PageLocale; path?: string | null } = {},
  ): Promise<WideFrame> {
    const frame = await this.publicFrame(request, path === undefined ? {} : { path });
    return { ...frame, languages: PAGE_LOCALES, locale: locale ?? chosenAmong(request, PAGE_LOCALES) };
  }

  /** A frame for when not even the database answers. */
  bareFrame(request: FastifyRequest): PublicFrame {
    return {
      locale: localeOf(request),
      version: VERSION,
      trial: false,
      timeZone: TIME_ZONE,
      path: null,
      organisation: null,
    };
  }

  async staffFrame(request: JatakkRequest, member: SignedIn): Promise<StaffFrame> {
    const house = await this.house();
    const locale = isLocale(member.locale) ? member.locale : 'nb';
    const [registers, waits] = await Promise.all([
      this.database.query<{ id: string; name: string }[]>(
        'select id, name from jatakk.register order by name',
      ),
      this.waiting.of(member, house, formats(locale, TIME_ZONE)),
    ]);
    return {
      locale,
      version: VERSION,
      trial: house.mode === 'trial',
      timeZone: TIME_ZONE,
      path: pathOf(request),
      organisation: house.organisation?.name ?? '',
      csrf: member.csrf,
      member: { name: member.name, grants: member.grants },
      registers: registers.filter(({ id }) => maySomewhere(member.grants, 'see', id)),
      restore: house.restore,
      waits,
    };
  }
}

/** `?lang=` where the visitor chose, what the browser prefers otherwise. Nothing is stored to remember it. */
export function localeOf(request: FastifyRequest): Locale {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  if (isLocale(lang)) return lang;
  // From a page in nynorsk to one that has none: the other Norwegian, whatever the browser says.
  const near = typeof lang === 'string' ? nearest(lang) : undefined;
  return near ?? negotiateLocale(request.headers['accept-language'], 'nb');
}

function chosenAmong(request: FastifyRequest, languages: readonly PageLocale[]): PageLocale {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  const chosen = languages.find((locale) => locale === lang);
  return chosen ?? negotiateLocale(request.headers['accept-language'], 'nb', languages);
}

function pathOf(request: FastifyRequest): string | null {
  return request.method === 'GET' ? (request.url.split('?', 1)[0] ?? null) : null;
}
