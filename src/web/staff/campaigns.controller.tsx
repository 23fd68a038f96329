import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import type { CampaignState } from '../../campaigns/campaign.entity.js';
import { latestCampaigns } from '../../campaigns/campaign-overview.queries.js';
import { shownImages } from '../../campaigns/images/shown-images.js';
import type { Place } from '../../campaigns/place.js';
import { TestCampaign } from '../../campaigns/test-campaign.service.js';
import { renderForPage } from '../../campaigns/render-text.js';
import type { WrittenText } from '../../campaigns/written-text.js';
import { KeepDraft } from '../../campaigns/keep-draft.service.js';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { askedFields } from '../../consent/asked-fields.queries.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { List } from '../../registers/list.entity.js';
import { Register } from '../../registers/register.entity.js';
import { mayDo, placesOf } from '../../staff/policy.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { ChangesNothing } from '../http/noted.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import type { FormErrors } from '../pages/field.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignPages } from './campaign-pages.service.js';
import { CampaignViews } from './campaign-view.service.js';
import { EditorPages } from './editor-pages.service.js';
import { campaignForm, contentFaults, contentOf, goesOn, readAs } from './campaign-form.js';
import { anyFault } from './fields.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { CampaignEditPage, type CampaignValues } from './pages/campaign-edit-page.js';
import { CampaignPreview } from './pages/campaign-preview.js';
import { CampaignsPage } from './pages/campaigns-page.js';

/** `chosen`: it goes to the colleagues ticked, and to nobody where none is. */
const testForm = z.object({
  chosen: z.literal('yes').optional(),
  to: z
    .union([z.uuid(), z.array(z.uuid()).max(200)])
    .default([])
    .transform((to) => [to].flat()),
});

/** What was approved may be changed too: then it is a draft again. */
const EDITABLE: readonly CampaignState[] = ['draft', 'in-review', 'approved'];

const EMPTY: WrittenText = { format: 'markdown', body: '' };

/** A form as it was typed; in the format of what it changes, where it says none. */
function valuesOf(body: unknown, { format }: Pick<WrittenText, 'format'> = EMPTY): CampaignValues {
  const values = parseForm(campaignForm, body);
  return { ...values, format: values.format ?? format };
}

/** The campaigns of a register, and the writing of one. */
@Controller('staff/registers/:register/campaigns')
@May('write-campaign')
export class CampaignsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly writing: WriteCampaign,
    private readonly pages: CampaignPages,
    private readonly testing: TestCampaign,
    private readonly drafts: KeepDraft,
    private readonly editors: EditorPages,
  ) {}

  @Get()
  @May('see')
  async all(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    const register = await findRegister(this.registers, id);
    const campaigns = await latestCampaigns(this.database, {
      registerId: id,
      limit: 200,
      places: placesOf(member.grants, 'see'),
    });
    const hasLists = (await this.#openLists(id, member)).length > 0;
    const frame = await this.frames.staffFrame(request, member);
    return new Page(
      <CampaignsPage
        frame={frame}
        register={register}
        hasLists={hasLists}
        campaigns={campaigns}
        {...noticeOf(request)}
      />,
    );
  }

  /** Beginning in Markdown: nothing is kept before it is saved. */
  @Get('new/markdown')
  async newMarkdown(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    const lists = await this.#openLists(id, member);
    const { list = lists[0]?.id ?? '', language = 'nb' } = request.query as Partial<CampaignValues>;
    const values = { list, language, subject: '', preheader: '', ...EMPTY };
    return this.#edit(id, null, values, {}, member, request);
  }

  @Post()
  async create(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = valuesOf(body);
    const lists = await this.#openLists(registerId, member);
    const errors = contentFaults(values, await this.#asks(lists, values.list));
    if (!lists.some(({ id }) => id === values.list)) errors.list = { key: 'form.unknown-choice' };
    if (anyFault(errors)) return this.#edit(registerId, null, values, errors, member, request, 422);
    const draft = await this.writing.draft(values.list, member.id, contentOf(values));
    if (!draft) throw new NotFoundException();
    return this.#afterSaving(registerId, draft.id, body);
  }

  /** The preview alone, as the form is typed in. */
  @Post('preview')
  @ChangesNothing()
  async previewNew(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ) {
    return this.#preview(registerId, body, member);
  }

  @Post(':campaign/preview')
  @ChangesNothing()
  async preview(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ) {
    return this.#preview(registerId, body, member);
  }

  @Get(':campaign/edit')
  async edit(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.views.find(registerId, id);
    if (!EDITABLE.includes(campaign.state) || campaign.kind === 'reconsent')
      return new SeeOther(withDone(staffPaths.campaign(registerId, id), 'changed'));
    const { listId: list, locale: language, subject, preheader, format, body } = campaign;
    return this.#edit(
      registerId,
      id,
      { list, language, subject, preheader, format, body },
      {},
      member,
      request,
    );
  }

  @Post(':campaign')
  async save(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const fault = await this.#saved(registerId, id, body, member, request);
    return fault ?? this.#afterSaving(registerId, id, body);
  }

  /** From the editor it saves first; from the page it sends what is saved, to whoever asks or to those chosen. */
  @Post(':campaign/test')
  async test(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.views.find(registerId, id);
    const fromEditor = (body as { subject?: unknown } | undefined)?.subject !== undefined;
    const fault = fromEditor ? await this.#saved(registerId, id, body, member, request) : undefined;
    if (fault) return fault;
    const { chosen, to } = parseForm(testForm, body);
    const readers = chosen === undefined ? [member.id] : to;
    const answer = await this.testing.send(member.sessionHash, id, readers);
    if (answer === 'not-yours') throw new NotFoundException();
    if (answer !== 'asked') {
      const campaign = await this.views.find(registerId, id);
      return this.pages.page(campaign, member, request, { key: `test.error.${answer}` });
    }
    const back = fromEditor ? staffPaths.editCampaign(registerId, id) : staffPaths.campaign(registerId, id);
    return new SeeOther(withDone(back, chosen === undefined ? 'test' : 'tests'));
  }

  #afterSaving(registerId: string, id: string, body: unknown): SeeOther {
    const next = goesOn(body) ? staffPaths.campaign : staffPaths.editCampaign;
    return new SeeOther(withDone(next(registerId, id), 'saved'));
  }

  #changed(registerId: string, id: string): SeeOther {
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), 'changed'));
  }

  /** Saves the form; undefined when it went well, otherwise what to answer. */
  async #saved(registerId: string, id: string, body: unknown, member: SignedIn, request: FastifyRequest) {
    const campaign = await this.views.find(registerId, id);
    if (campaign.kind === 'reconsent') return this.#changed(registerId, id);
    const values = { ...valuesOf(body, campaign), list: campaign.listId };
    const errors = contentFaults(values, await this.#asks([{ id: campaign.listId }], campaign.listId));
    if (anyFault(errors)) return this.#edit(registerId, id, values, errors, member, request, 422);
    const kept = await this.drafts.keep(member.sessionHash, registerId, id, readAs(body), contentOf(values), {
      quietly: true,
    });
    if (kept.outcome === 'saved') return undefined;
    if (kept.outcome === 'not-now') return this.#changed(registerId, id);
    const changed = { form: { key: 'write.error.changed', params: { by: kept.by } } } as const;
    return this.#edit(registerId, id, values, changed, member, request, 409);
  }

  async #edit(
    registerId: string,
    campaignId: string | null,
    values: CampaignValues,
    errors: ReturnType<typeof contentFaults> & FormErrors<never>,
    member: SignedIn,
    request: FastifyRequest,
    status = 200,
  ): Promise<Page> {
    const campaign = campaignId === null ? undefined : await this.views.find(registerId, campaignId);
    if (campaign?.format === 'blocks')
      return this.editors.page(campaign, values, errors, member, request, status);
    const register = await findRegister(this.registers, registerId);
    const lists = await this.#openLists(registerId, member);
    const previewAction =
      campaignId === null
        ? `${staffPaths.campaigns(registerId)}/preview`
        : staffPaths.campaignAct(registerId, campaignId, 'preview');
    return new Page(
      <CampaignEditPage
        frame={await this.frames.staffFrame(request, member)}
        register={register}
        campaignId={campaignId}
        revision={campaign?.revision ?? 0}
        lists={lists}
        values={values}
        errors={errors}
        asks={await this.#asks(lists, values.list)}
        previewAction={previewAction}
        preview={await this.#previewProps(lists, values)}
        {...noticeOf(request)}
      />,
      { status },
    );
  }

  async #preview(registerId: string, body: unknown, member: SignedIn): Promise<Page> {
    const lists = await this.#openLists(registerId, member);
    const props = await this.#previewProps(lists, valuesOf(body));
    const locale = isLocale(member.locale) ? member.locale : 'nb';
    return new Page(<CampaignPreview locale={locale} {...props} />, { fragment: true });
  }

  async #previewProps(lists: readonly List[], values: CampaignValues) {
    const list = lists.find(({ id }) => id === values.list);
    return {
      language: isLocale(values.language) ? values.language : ('nb' as const),
      sender: list ? { name: list.senderName, address: list.senderAddress } : null,
      subject: values.subject,
      preheader: values.preheader,
      html: await this.#previewHtml(lists, values),
    };
  }

  /** As somebody who has answered nothing will read it, with the places marked. */
  async #previewHtml(lists: readonly List[], values: CampaignValues): Promise<string> {
    const asks = await this.#asks(lists, values.list);
    const place = ({ name, fallback }: Place) =>
      asks.includes(name) ? `<mark>${fallback}</mark>` : undefined;
    const locale = isLocale(values.language) ? values.language : 'nb';
    const registerId = lists[0]?.registerId;
    const imageOf = registerId && (await shownImages(this.database, registerId, values, ''));
    return renderForPage(values, { locale, place, topHeading: 2, ...(imageOf && { imageOf }) });
  }

  /** What the chosen list asks beside the address; nothing where it is none of these. */
  async #asks(lists: readonly { id: string }[], listId: string): Promise<string[]> {
    if (!lists.some(({ id }) => id === listId)) return [];
    return (await askedFields(this.database, listId)).map(({ name }) => name);
  }

  /** Those for which the member writes. */
  async #openLists(registerId: string, { grants }: SignedIn): Promise<List[]> {
    const lists = await this.lists.find({ where: { registerId, state: 'open' }, order: { name: 'asc' } });
    return lists.filter(({ id }) => mayDo(grants, 'write-campaign', { registerId, listId: id }));
  }
}
