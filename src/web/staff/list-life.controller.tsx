import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { type ChangeAnswer, ChangeList, type ListChange } from '../../consent/change-list.service.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import type { FormErrors } from '../pages/field.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { type Done, noticeOf, withDone } from './notices.js';
import { EndListPage } from './pages/end-list-page.js';
import { ListLifePage } from './pages/list-life-page.js';

const nameForm = z.object({ name: typed });

const SAID: Partial<Record<ChangeAnswer, Done>> = {
  resting: 'list-resting',
  open: 'list-open',
  closed: 'list-ended',
  deleting: 'list-deleted',
  'under-way': 'list-under-way',
};

/** A list's name, its seasons and its end. */
@Controller('staff/registers/:register/lists/:list/life')
@May('manage-list')
export class ListLifeController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly lists: ChangeList,
    private readonly catalogue: Catalogue,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#page(registerId, listId, member, request);
  }

  @Post('rename')
  async rename(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    await findList(this.database, registerId, listId);
    const { name } = parseForm(nameForm, body);
    const errors = faults<'name'>({ name: lineFault(name, { max: 60 }) });
    if (anyFault(errors)) return this.#page(registerId, listId, member, request, { name, errors });
    await this.lists.rename(registerId, listId, name.trim());
    this.catalogue.forget();
    return new SeeOther(withDone(staffPaths.listLife(registerId, listId), 'list-renamed'));
  }

  @Post('rest')
  rest(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ) {
    return this.#act(registerId, listId, member, 'rest');
  }

  @Post('reopen')
  reopen(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ) {
    return this.#act(registerId, listId, member, 'reopen');
  }

  @Get('close')
  beforeClosing(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    return this.#secondLook(registerId, listId, member, request, 'close');
  }

  @Post('close')
  close(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ) {
    return this.#act(registerId, listId, member, 'close');
  }

  @Get('delete')
  beforeDeleting(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ) {
    return this.#secondLook(registerId, listId, member, request, 'delete');
  }

  @Post('delete')
  delete(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
  ) {
    return this.#act(registerId, listId, member, 'delete');
  }

  async #act(registerId: string, listId: string, member: SignedIn, act: ListChange): Promise<SeeOther> {
    await findList(this.database, registerId, listId);
    const answer = await this.lists.act(member.sessionHash, listId, act);
    this.catalogue.forget();
    const path =
      answer === 'deleting' ? staffPaths.lists(registerId) : staffPaths.listLife(registerId, listId);
    return new SeeOther(withDone(path, SAID[answer] ?? 'list-not-now'));
  }

  async #secondLook(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    act: 'close' | 'delete',
  ): Promise<Page> {
    const list = await findList(this.database, registerId, listId);
    return new Page(
      <EndListPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        act={act}
        numbers={await this.lists.numbers(listId)}
      />,
    );
  }

  async #page(
    registerId: string,
    listId: string,
    member: SignedIn,
    request: FastifyRequest,
    again: { name?: string; errors?: FormErrors<'name'> } = {},
  ): Promise<Page> {
    const list = await findList(this.database, registerId, listId);
    const { onIt } = await this.lists.numbers(listId);
    return new Page(
      <ListLifePage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        empty={onIt === 0}
        {...again}
        {...noticeOf(request)}
      />,
      { status: again.errors ? 422 : 200 },
    );
  }
}
