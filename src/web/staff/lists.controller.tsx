import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { Catalogue } from '../../consent/catalogue.service.js';
import type { ListOverview } from '../../consent/list-overview.queries.js';
import { MakeList } from '../../consent/make-list.service.js';
import { type PublishedPurpose, purposeHistory } from '../../consent/purpose-history.queries.js';
import { isLocale, type Locale, LOCALES, translator } from '../../platform/i18n/messages.js';
import { trimTyped } from '../../registers/email-address.js';
import { Register } from '../../registers/register.entity.js';
import { proposalsOf } from '../../staff/proposals.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { ChangesNothing } from '../http/noted.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { formSnippet } from '../public/form-snippet.js';
import { anyFault, faults, lineFault, slugFault, textFault, typed } from './fields.js';
import { listLine } from './list-lines.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { noticeOf } from './notices.js';
import { shownAddressFault } from './organisation-form.js';
import { ListFormPage } from './pages/list-form-page.js';
import { ListPage } from './pages/list-page.js';
import type { EarlierPurpose } from './pages/list-standing.js';
import { ListPreview } from './pages/list-preview.js';
import type { ListField } from './pages/list-values.js';
import { seenLists } from './seen-lists.js';
import { ListsPage } from './pages/lists-page.js';

const listForm = z.object({
  name: typed,
  slug: typed,
  senderName: typed,
  senderAddress: typed,
  purpose_nb: typed,
  frequency_nb: typed,
  purpose_en: typed,
  frequency_en: typed,
  eyes: typed,
});

@Controller('staff/registers/:register/lists')
@May('see')
export class ListsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly lists: MakeList,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async all(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    const register = await findRegister(this.registers, id);
    const frame = await this.frames.staffFrame(request, member);
    const lists = (await seenLists(this.database, id, member.grants)).map((list) =>
      listLine(list, frame.locale),
    );
    return new Page(<ListsPage frame={frame} register={register} lists={lists} {...noticeOf(request)} />);
  }

  @Get('new')
  @May('make-list')
  async new(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    const register = await findRegister(this.registers, id);
    const frame = await this.frames.staffFrame(request, member);
    return new Page(<ListFormPage frame={frame} register={register} previewAction={previewOf(id)} />);
  }

  /** The preview alone, as the form is typed in. */
  @Post('preview')
  @ChangesNothing()
  @May('make-list')
  preview(@Body() body: unknown, @Member() member: SignedIn): Page {
    const locale = isLocale(member.locale) ? member.locale : 'nb';
    const preview = <ListPreview locale={locale} values={parseForm(listForm, body)} />;
    return new Page(preview, { fragment: true });
  }

  @Post()
  @May('make-list')
  async create(
    @Param('register', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const register = await findRegister(this.registers, id);
    const values = parseForm(listForm, body);
    const errors = listFaults(values);
    if (!anyFault(errors)) {
      const listId = await this.lists.make({
        registerId: register.id,
        slug: values.slug,
        name: values.name.trim(),
        senderName: values.senderName.trim(),
        senderAddress: trimTyped(values.senderAddress),
        words: LOCALES.map((locale) => ({
          locale,
          text: values[`purpose_${locale}`].trim(),
          frequency: values[`frequency_${locale}`].trim(),
        })),
        eyes: values.eyes === '1' ? 1 : 2,
      });
      this.catalogue.forget();
      if (listId !== undefined) return new SeeOther(staffPaths.list(register.id, listId));
      errors.slug = { key: 'slug.error.taken' };
    }
    const frame = await this.frames.staffFrame(request, member);
    const page = (
      <ListFormPage
        frame={frame}
        register={register}
        values={values}
        errors={errors}
        previewAction={previewOf(id)}
      />
    );
    return new Page(page, { status: 422 });
  }

  @Get(':list')
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const register = await findRegister(this.registers, registerId);
    const list = await findList(this.database, registerId, listId);
    const frame = await this.frames.staffFrame(request, member);
    const texts = list.texts.flatMap(({ locale, text, frequency }) =>
      isLocale(locale) ? [{ language: locale, purpose: text, frequency }] : [],
    );
    const asks = await askedFields(this.database, list.id);
    const formUrl = (await this.frames.publicUrl()) + publicPaths.list(list.slug);
    return new Page(
      <ListPage
        frame={frame}
        register={register}
        list={{ ...list, texts }}
        confirmed={list.confirmed}
        consented={list.consented}
        earlier={await this.#earlier(list)}
        waiting={await this.#waiting(list)}
        formUrl={formUrl}
        snippet={formSnippet({
          t: translator('nb'),
          locale: 'nb',
          action: formUrl,
          list: list.slug,
          name: list.name,
          texts,
          asks: asks.flatMap(({ id, texts: words }) => (words['nb'] ? [{ id, ...words['nb'] }] : [])),
        })}
        asks={asks.length}
        {...noticeOf(request)}
      />,
    );
  }

  async #earlier(list: ListOverview): Promise<EarlierPurpose[]> {
    const [, ...earlier] = await purposeHistory(this.database, list.id);
    return earlier.map(({ version, revision, publishedOn: since, consented, texts }) => ({
      version,
      revision,
      since,
      // Counted by version: said once, with its newest words.
      consented: version === list.purposeVersion || isRepeated(earlier, version, revision) ? 0 : consented,
      texts: texts.flatMap(({ locale: language, text: purpose }) =>
        isLocale(language) ? [{ language, purpose }] : [],
      ),
    }));
  }

  async #waiting(list: ListOverview): Promise<{ id: string } | null> {
    const proposals = await proposalsOf(this.database, list.registerId, list.id);
    return proposals.find(({ kind, state }) => kind === 'purpose' && state === 'waiting') ?? null;
  }
}

/** Whether the same version was published with newer words. */
function isRepeated(earlier: readonly PublishedPurpose[], version: number, revision: number): boolean {
  return earlier.some((one) => one.version === version && one.revision > revision);
}

const previewOf = (registerId: string) => `${staffPaths.lists(registerId)}/preview`;

function listFaults(values: z.infer<typeof listForm>) {
  const words = LOCALES.flatMap((locale: Locale) => [
    [`purpose_${locale}`, textFault(values[`purpose_${locale}`], { max: 500 })],
    [`frequency_${locale}`, lineFault(values[`frequency_${locale}`], { max: 100 })],
  ]);
  return faults<ListField>({
    name: lineFault(values.name, { max: 60 }),
    slug: slugFault(values.slug),
    senderName: lineFault(values.senderName, { max: 60 }),
    senderAddress: shownAddressFault(values.senderAddress),
    ...Object.fromEntries(words),
  });
}
