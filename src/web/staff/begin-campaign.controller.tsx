import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { latestCampaigns } from '../../campaigns/campaign-overview.queries.js';
import { templateOf, templatesOf } from '../../campaigns/templates/templates.queries.js';
import { WriteCampaign } from '../../campaigns/write-campaign.service.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { List } from '../../registers/list.entity.js';
import { Register } from '../../registers/register.entity.js';
import { mayDo, placesOf } from '../../staff/policy.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import type { FormErrors } from '../pages/field.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { anyFault, faults, typed } from './fields.js';
import { findRegister } from './find-register.js';
import { BeginCampaignPage, type BeginValues } from './pages/begin-campaign-page.js';
import { type Start, startingText, STARTS } from './starting-texts.js';

const beginForm = z.object({
  list: typed,
  language: typed,
  start: typed.default('empty'),
  earlier: typed,
  template: typed,
  markdown: typed,
});

/** The page of the templates leads here with one chosen. */
const chosenTemplate = z.object({ template: z.uuid().catch('') });

const isStart = (start: string): start is Start | 'empty' =>
  start === 'empty' || (STARTS as readonly string[]).includes(start);

/** Where a campaign is begun: to whom, in which language, and with what. */
@Controller('staff/registers/:register/campaigns')
@May('write-campaign')
export class BeginCampaignController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    @InjectRepository(List) private readonly lists: Repository<List>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly writing: WriteCampaign,
  ) {}

  @Get('new')
  async new(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const [first] = await this.#openLists(registerId, member);
    const language = isLocale(member.locale) ? member.locale : 'nb';
    const template = chosenTemplate.parse(request.query).template;
    const start = template === '' ? 'empty' : 'template';
    const values = { list: first?.id ?? '', language, start, earlier: '', template, markdown: '' };
    return this.#page(registerId, values, {}, member, request);
  }

  @Post('begin')
  async begin(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(beginForm, body);
    const { list, language, start } = values;
    const lists = await this.#openLists(registerId, member);
    const earlier = start === 'earlier' ? await this.#earlier(registerId, values.earlier, member) : undefined;
    const template = start === 'template' ? await this.#template(registerId, values.template) : undefined;
    const errors = faults<keyof BeginValues>({
      list: lists.some(({ id }) => id === list) ? undefined : { key: 'form.unknown-choice' },
      language: isLocale(language) ? undefined : { key: 'form.unknown-choice' },
      start:
        isStart(start) || start === 'earlier' || start === 'template'
          ? undefined
          : { key: 'form.unknown-choice' },
      earlier: start === 'earlier' && !earlier ? { key: 'begin.earlier.missing' } : undefined,
      template: start === 'template' && !template ? { key: 'begin.template.missing' } : undefined,
    });
    if (anyFault(errors) || !isLocale(language))
      return this.#page(registerId, values, errors, member, request, 422);
    if (values.markdown === 'yes' && start === 'empty') {
      const query = new URLSearchParams({ list, language }).toString();
      return new SeeOther(`${staffPaths.newMarkdown(registerId)}?${query}`);
    }
    const content = earlier ??
      template ?? {
        locale: language,
        subject: '',
        preheader: '',
        format: 'blocks' as const,
        body: JSON.stringify(startingText(isStart(start) ? start : 'empty', language)),
      };
    const { subject, preheader, format, body: text } = content;
    const draft = await this.writing.draft(list, member.id, {
      locale: language,
      subject,
      preheader,
      format,
      body: text,
    });
    if (!draft) throw new NotFoundException();
    return new SeeOther(staffPaths.editCampaign(registerId, draft.id));
  }

  /** One of this register that the member sees; a question about new words is nothing to be written on. */
  async #earlier(registerId: string, id: string, { grants }: SignedIn): Promise<Campaign | undefined> {
    if (!z.uuid().safeParse(id).success) return undefined;
    const campaign = await this.views.find(registerId, id).catch(() => undefined);
    if (!campaign || campaign.kind === 'reconsent') return undefined;
    return mayDo(grants, 'see', { registerId, listId: campaign.listId }) ? campaign : undefined;
  }

  /** One of this register. */
  async #template(registerId: string, id: string) {
    return z.uuid().safeParse(id).success ? templateOf(this.database, registerId, id) : undefined;
  }

  async #page(
    registerId: string,
    values: BeginValues,
    errors: FormErrors<keyof BeginValues>,
    member: SignedIn,
    request: FastifyRequest,
    status = 200,
  ): Promise<Page> {
    const places = placesOf(member.grants, 'see');
    return new Page(
      <BeginCampaignPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        lists={await this.#openLists(registerId, member)}
        earlier={await latestCampaigns(this.database, { registerId, limit: 50, places })}
        templates={await templatesOf(this.database, registerId)}
        values={values}
        errors={errors}
      />,
      { status },
    );
  }

  /** Those for which the member writes. */
  async #openLists(registerId: string, { grants }: SignedIn): Promise<List[]> {
    const lists = await this.lists.find({ where: { registerId, state: 'open' }, order: { name: 'asc' } });
    return lists.filter(({ id }) => mayDo(grants, 'write-campaign', { registerId, listId: id }));
  }
}
