import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { KeepTemplate } from '../../campaigns/templates/keep-template.service.js';
import type { Message } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { type JatakkRequest, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { CampaignViews } from './campaign-view.service.js';
import { lineFault } from './fields.js';
import { findRegister } from './find-register.js';
import { withDone } from './notices.js';
import { KeepTemplatePage } from './pages/keep-template-page.js';
import { MOST_NAME, templateForm } from './template-form.js';

/** A campaign's text, kept to begin others with. */
@Controller('staff/registers/:register/campaigns/:campaign/template')
@May('write-campaign')
export class KeepTemplateController {
  constructor(
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly templates: KeepTemplate,
  ) {}

  @Get()
  async ask(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    return this.#page(registerId, id, member, request);
  }

  @Post()
  async keep(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { name } = parseForm(templateForm, body);
    const again = (error: Message) => this.#page(registerId, id, member, request, { name, error });
    const fault = lineFault(name, { max: MOST_NAME });
    if (fault) return again(fault);
    const outcome = await this.templates.keep(member.sessionHash, registerId, id, name);
    if (outcome === 'not-yours') throw new NotFoundException();
    if (outcome !== 'kept') return again({ key: `templates.error.${outcome}` });
    return new SeeOther(withDone(staffPaths.templates(registerId), 'template-kept'));
  }

  async #page(
    registerId: string,
    id: string,
    member: SignedIn,
    request: JatakkRequest,
    again?: { name: string; error: Message },
  ): Promise<Page> {
    const campaign = await this.views.find(registerId, id);
    if (campaign.kind === 'reconsent') throw new NotFoundException();
    return new Page(
      <KeepTemplatePage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        campaign={campaign}
        name={again?.name ?? campaign.subject.slice(0, MOST_NAME)}
        {...(again && { error: again.error })}
      />,
      { status: again ? 422 : 200 },
    );
  }
}
