import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { KeepTemplate } from '../../campaigns/templates/keep-template.service.js';
import { templateOf, templatesOf } from '../../campaigns/templates/templates.queries.js';
import { Register } from '../../registers/register.entity.js';
import { type JatakkRequest, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { lineFault } from './fields.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { TemplatesPage, type TemplatesPageProps } from './pages/templates-page.js';
import { MOST_NAME, templateForm } from './template-form.js';

/** The texts that campaigns of a register can be begun with. For whoever writes one there. */
@Controller('staff/registers/:register/templates')
@May('write-campaign')
export class TemplatesController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly templates: KeepTemplate,
  ) {}

  @Get()
  async all(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    return this.#page(registerId, member, request);
  }

  @Post(':template/rename')
  async rename(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('template', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { name } = parseForm(templateForm, body);
    if (!(await templateOf(this.database, registerId, id))) throw new NotFoundException();
    const fault = lineFault(name, { max: MOST_NAME });
    if (fault) return this.#page(registerId, member, request, { id, name, error: fault });
    const outcome = await this.templates.rename(member.sessionHash, registerId, id, name);
    if (outcome === 'unknown') throw new NotFoundException();
    if (outcome === 'taken')
      return this.#page(registerId, member, request, { id, name, error: { key: 'templates.error.taken' } });
    return new SeeOther(withDone(staffPaths.templates(registerId), 'saved'));
  }

  @Post(':template/remove')
  async remove(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('template', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    if (!(await this.templates.remove(member.sessionHash, registerId, id))) throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.templates(registerId), 'template-removed'));
  }

  async #page(
    registerId: string,
    member: SignedIn,
    request: JatakkRequest,
    again?: TemplatesPageProps['again'],
  ): Promise<Page> {
    return new Page(
      <TemplatesPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        templates={await templatesOf(this.database, registerId)}
        {...(again && { again })}
        {...noticeOf(request)}
      />,
      { status: again ? 422 : 200 },
    );
  }
}
