import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { ActOnCampaign, type CampaignAct } from '../../campaigns/act-on-campaign.service.js';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { latestCampaigns } from '../../campaigns/campaign-overview.queries.js';
import { isTooLargeToShow, renderMarkdown } from '../../campaigns/render-markdown.js';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { isLocale, LOCALES, type Message } from '../../platform/i18n/messages.js';
import { List } from '../../registers/list.entity.js';
import { Register } from '../../registers/register.entity.js';
import { Member, type SignedIn, Staff } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { anyFault, faults, lineFault, textFault, typed } from './fields.js';
import { noticeOf, withDone } from './notices.js';
import { CampaignEditPage, type CampaignValues } from './pages/campaign-edit-page.js';
import { CampaignPage } from './pages/campaign-page.js';
import { CampaignPreview } from './pages/campaign-preview.js';
import { CampaignProgress } from './pages/campaign-progress.js';
import { CampaignsPage } from './pages/campaigns-page.js';

const campaignForm = z.object({
  list: typed,
  language: typed,
  subject: typed,
  preheader: typed,
  body: typed,
});
/** Pressed «save and go on»: the campaign's own page comes next, where it is sent from. */
const goesOn = (body: unknown) => (body as { onward?: unknown } | undefined)?.onward === 'yes';

const copyForm = z.object({ list: z.uuid() });

@Controller('staff/registers/:register/campaigns')
@Staff('administrator', 'editor')
export class CampaignsController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    @InjectRepository(List) private readonly lists: Repository<List>,
    @InjectRepository(Campaign) private readonly campaigns: Repository<Campaign>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly writing: WriteCampaign,
    private readonly acting: ActOnCampaign,
  ) {}

  @Get()
  async all(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    const register = await this.#register(id);
    const campaigns = await latestCampaigns(this.database, { registerId: id, limit: 200 });
    const hasLists = await this.lists.existsBy({ registerId: id, state: 'open' });
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

  @Get('new')
  async new(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    const lists = await this.#openLists(id);
    const values = { list: lists[0]?.id ?? '', language: 'nb', subject: '', preheader: '', body: '' };
    return this.#edit(id, null, values, {}, member, request);
  }

  @Post()
  async create(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(campaignForm, body);
    const lists = await this.#openLists(registerId);
    const errors = contentFaults(values);
    if (!lists.some(({ id }) => id === values.list)) errors.list = { key: 'form.unknown-choice' };
    if (anyFault(errors)) return this.#edit(registerId, null, values, errors, member, request, 422);
    const draft = await this.writing.draft(values.list, member.id, contentOf(values));
    if (!draft) throw new NotFoundException();
    return this.#afterSaving(registerId, draft.id, body);
  }

  /** The preview alone, as the form is typed in. */
  @Post('preview')
  async previewNew(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ) {
    return this.#preview(registerId, body, member);
  }

  @Post(':campaign/preview')
  async preview(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ) {
    return this.#preview(registerId, body, member);
  }

  @Get(':campaign')
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const campaign = await this.#campaign(registerId, id);
    const register = await this.#register(registerId);
    const { view, list } = await this.views.view(campaign);
    const stage = await this.views.stage(campaign, list);
    const frame = await this.frames.staffFrame(request, member);
    const targets = (await this.lists.find({ where: { state: 'open' }, order: { name: 'asc' } }))
      .filter((one) => one.id !== campaign.listId)
      .map((one) => ({
        listId: one.id,
        list: one.name,
        register: frame.registers.find((each) => each.id === one.registerId)?.name ?? '',
      }));
    return new Page(
      <CampaignPage
        frame={frame}
        register={register}
        campaign={view}
        stage={stage}
        copyTargets={targets}
        {...noticeOf(request)}
      />,
    );
  }

  /** The progress alone, asked for every two seconds; when the state has changed the whole page is fetched anew. */
  @Get(':campaign/progress')
  async progress(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const campaign = await this.#campaign(registerId, id);
    const { list } = await this.views.view(campaign);
    const seen = (request.query as { seen?: unknown }).seen;
    const headers: Record<string, string> = seen === campaign.state ? {} : { 'hx-refresh': 'true' };
    const frame = await this.frames.staffFrame(request, member);
    const stage = await this.views.progress(campaign, list.confirmed);
    const url = staffPaths.campaignAct(registerId, id, 'progress');
    return new Page(<CampaignProgress frame={frame} stage={stage} progressUrl={url} />, {
      fragment: true,
      headers,
    });
  }

  @Get(':campaign/edit')
  async edit(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const campaign = await this.#campaign(registerId, id);
    if (campaign.state !== 'draft')
      return new SeeOther(withDone(staffPaths.campaign(registerId, id), 'changed'));
    const { listId: list, locale: language, subject, preheader, body } = campaign;
    return this.#edit(registerId, id, { list, language, subject, preheader, body }, {}, member, request);
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

  /** From the editor it saves first; from the page it sends what is saved. */
  @Post(':campaign/test')
  async test(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await this.#campaign(registerId, id);
    const fromEditor = (body as { subject?: unknown } | undefined)?.subject !== undefined;
    const fault = fromEditor ? await this.#saved(registerId, id, body, member, request) : undefined;
    if (fault) return fault;
    await this.acting.sendTest(id, member.id);
    const back = fromEditor ? staffPaths.editCampaign(registerId, id) : staffPaths.campaign(registerId, id);
    return new SeeOther(withDone(back, 'test'));
  }

  @Post(':campaign/copy')
  async copy(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const { list } = parseForm(copyForm, body);
    const copy = await this.writing.copy(registerId, id, list, member.id);
    if (!copy) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.campaign(copy.registerId, copy.id), 'copied'));
  }

  @Post(':campaign/send')
  async send(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    const campaign = await this.#campaign(registerId, id);
    const { list } = await this.views.view(campaign);
    const stage = await this.views.stage(campaign, list);
    const ready = stage.state === 'draft' && stage.recipients > 0 && stage.checks.every(({ ok }) => ok);
    return ready ? this.#act(registerId, id, 'send') : this.#changed(registerId, id);
  }

  @Post(':campaign/undo')
  async undo(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    await this.#campaign(registerId, id);
    const became = await this.acting.act(id, 'undo');
    return new SeeOther(withDone(staffPaths.campaign(registerId, id), became ? 'undone' : 'undo-too-late'));
  }

  @Post(':campaign/pause')
  async pause(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'pause');
  }

  @Post(':campaign/resume')
  async resume(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'resume');
  }

  @Post(':campaign/cancel')
  async cancel(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
  ) {
    return this.#act(registerId, id, 'cancel');
  }

  async #act(registerId: string, id: string, act: CampaignAct): Promise<SeeOther> {
    await this.#campaign(registerId, id);
    const became = await this.acting.act(id, act);
    return became ? new SeeOther(staffPaths.campaign(registerId, id)) : this.#changed(registerId, id);
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
    const campaign = await this.#campaign(registerId, id);
    const values = { ...parseForm(campaignForm, body), list: campaign.listId };
    const errors = contentFaults(values);
    if (anyFault(errors)) return this.#edit(registerId, id, values, errors, member, request, 422);
    return (await this.writing.change(registerId, id, contentOf(values)))
      ? undefined
      : this.#changed(registerId, id);
  }

  async #edit(
    registerId: string,
    campaignId: string | null,
    values: CampaignValues,
    errors: ReturnType<typeof contentFaults>,
    member: SignedIn,
    request: FastifyRequest,
    status = 200,
  ): Promise<Page> {
    const register = await this.#register(registerId);
    const previewAction =
      campaignId === null
        ? `${staffPaths.campaigns(registerId)}/preview`
        : staffPaths.campaignAct(registerId, campaignId, 'preview');
    return new Page(
      <CampaignEditPage
        frame={await this.frames.staffFrame(request, member)}
        register={register}
        campaignId={campaignId}
        lists={await this.#openLists(registerId)}
        values={values}
        errors={errors}
        previewAction={previewAction}
        preview={await this.#previewProps(registerId, values)}
        {...noticeOf(request)}
      />,
      { status },
    );
  }

  async #preview(registerId: string, body: unknown, member: SignedIn): Promise<Page> {
    const props = await this.#previewProps(registerId, parseForm(campaignForm, body));
    const locale = isLocale(member.locale) ? member.locale : 'nb';
    return new Page(<CampaignPreview locale={locale} {...props} />, { fragment: true });
  }

  async #previewProps(registerId: string, values: CampaignValues) {
    const list = (await this.#openLists(registerId)).find(({ id }) => id === values.list);
    return {
      language: isLocale(values.language) ? values.language : ('nb' as const),
      sender: list ? { name: list.senderName, address: list.senderAddress } : null,
      subject: values.subject,
      preheader: values.preheader,
      html: renderMarkdown(values.body, { topHeading: 2 }),
    };
  }

  #openLists(registerId: string): Promise<List[]> {
    return this.lists.find({ where: { registerId, state: 'open' }, order: { name: 'asc' } });
  }

  async #register(id: string): Promise<Register> {
    const register = await this.registers.findOneBy({ id });
    if (!register) throw new NotFoundException();
    return register;
  }

  async #campaign(registerId: string, id: string): Promise<Campaign> {
    const campaign = await this.campaigns.findOneBy({ registerId, id });
    if (!campaign) throw new NotFoundException();
    return campaign;
  }
}

function contentFaults(values: CampaignValues) {
  return faults<keyof CampaignValues>({
    language: (LOCALES as readonly string[]).includes(values.language)
      ? undefined
      : { key: 'form.unknown-choice' },
    subject: lineFault(values.subject, { max: 200 }) ?? falseReplyFault(values.subject),
    preheader: lineFault(values.preheader, { max: 200, optional: true }),
    body: textFault(values.body, { max: 60_000 }) ?? tooLargeFault(values.body),
  });
}

/** A subject that pretends to answer or to pass on a mail is a lie to the reader, and providers count it as one. */
function falseReplyFault(subject: string): Message | undefined {
  return /^\s*(re|sv|vs|fwd?|aw)\s*:/i.test(subject) ? { key: 'edit.error.false-reply' } : undefined;
}

function tooLargeFault(body: string): Message | undefined {
  return isTooLargeToShow(body) ? { key: 'edit.error.too-large' } : undefined;
}

function contentOf({ language, subject, preheader, body }: CampaignValues) {
  return {
    locale: language,
    subject: subject.trim(),
    preheader: preheader.trim(),
    body: body.replaceAll('\r\n', '\n'),
  };
}
