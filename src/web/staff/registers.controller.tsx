import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { Doorbell } from '../../platform/database/doorbell.js';
import { Register } from '../../registers/register.entity.js';
import { registerDeletion } from '../../registers/register-deletion.queries.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, slugFault, typed } from './fields.js';
import { listLine } from './list-lines.js';
import { findRegister } from './find-register.js';
import { noticeOf } from './notices.js';
import { NewRegisterPage } from './pages/new-register-page.js';
import { seenLists } from './seen-lists.js';
import { RegisterPage } from './pages/register-page.js';

const registerForm = z.object({ name: typed, slug: typed });

@Controller('staff')
@May('see')
export class RegistersController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly doorbell: Doorbell,
  ) {}

  @Get('registers/new')
  @May('make-register')
  async new(@Member() member: SignedIn, @Req() request: FastifyRequest): Promise<Page> {
    return new Page(<NewRegisterPage frame={await this.frames.staffFrame(request, member)} />);
  }

  @Post('registers')
  @May('make-register')
  async create(
    @Member() member: SignedIn,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<Page | SeeOther> {
    const values = parseForm(registerForm, body);
    const errors = faults<'name' | 'slug'>({
      name: lineFault(values.name, { max: 60 }),
      slug: slugFault(values.slug),
    });
    if (!errors.slug && (await this.registers.existsBy({ slug: values.slug })))
      errors.slug = { key: 'slug.error.taken' };
    if (anyFault(errors)) {
      const frame = await this.frames.staffFrame(request, member);
      return new Page(<NewRegisterPage frame={frame} values={values} errors={errors} />, { status: 422 });
    }
    const id = randomUUID();
    await this.registers.insert({ id, name: values.name.trim(), slug: values.slug });
    // The keeper makes the register's keys.
    this.doorbell.ring();
    return new SeeOther(staffPaths.register(id));
  }

  @Get('registers/:register')
  async show(
    @Param('register', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const register = await findRegister(this.registers, id);
    const frame = await this.frames.staffFrame(request, member);
    const lists = (await seenLists(this.database, id, member.grants)).map((list) =>
      listLine(list, frame.locale),
    );
    const formUrl = (await this.frames.publicUrl()) + publicPaths.register(register.slug);
    return new Page(
      <RegisterPage
        frame={frame}
        register={register}
        formUrl={formUrl}
        lists={lists}
        deletion={await registerDeletion(this.database, id)}
        {...noticeOf(request)}
      />,
    );
  }
}
