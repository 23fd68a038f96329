import { Body, Controller, ForbiddenException, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Catalogue } from '../../consent/catalogue.service.js';
import { listOverviews } from '../../consent/list-overview.queries.js';
import { Register } from '../../registers/register.entity.js';
import {
  callOffRegisterDeletion,
  orderRegisterDeletion,
  registerDeletion,
} from '../../registers/register-deletion.queries.js';
import { Confirmed, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { typed } from './fields.js';
import { findRegister } from './find-register.js';
import { withDone } from './notices.js';
import { DeleteRegisterPage } from './pages/delete-register-page.js';

const deleteForm = z.object({ name: typed });

/** A register's end: what goes is shown in numbers, its name is typed, and for a day it can be called off. */
@Controller('staff/registers/:register')
@May('delete-register')
export class DeleteRegisterController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly catalogue: Catalogue,
    private readonly frames: Frames,
  ) {}

  @Get('delete')
  async ask(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    return this.#ask(id, member, request);
  }

  @Post('delete')
  @Confirmed()
  async order(
    @Param('register', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const { name } = parseForm(deleteForm, body);
    const register = await findRegister(this.registers, id);
    const outcome = await orderRegisterDeletion(this.database, register.id, member.sessionHash, name.trim());
    if (outcome === 'not-allowed') throw new ForbiddenException();
    if (outcome === 'other-name') return this.#ask(id, member, request, name);
    this.catalogue.forget();
    return new SeeOther(staffPaths.register(id));
  }

  @Post('keep')
  async callOff(@Param('register', ParseUUIDPipe) id: string, @Member() member: SignedIn): Promise<SeeOther> {
    await findRegister(this.registers, id);
    const done = await callOffRegisterDeletion(this.database, id, member.sessionHash);
    this.catalogue.forget();
    return new SeeOther(withDone(staffPaths.register(id), done ? 'register-kept' : 'register-not-kept'));
  }

  async #ask(id: string, member: SignedIn, request: FastifyRequest, wrongName?: string): Promise<Page> {
    const register = await findRegister(this.registers, id);
    const lists = await listOverviews(this.database, id);
    return new Page(
      <DeleteRegisterPage
        frame={await this.frames.staffFrame(request, member)}
        register={register}
        lists={lists}
        deletion={await registerDeletion(this.database, id)}
        wrongName={wrongName}
      />,
      { status: wrongName === undefined ? 200 : 422 },
    );
  }
}
