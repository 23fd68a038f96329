import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { KeepArchive } from '../../campaigns/keep-archive.service.js';
import { Register } from '../../registers/register.entity.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { publicPaths, staffPaths } from '../pages/paths.js';
import { findList } from './find-list.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { ListArchivePage } from './pages/list-archive-page.js';

/** Whether everybody may read what a list is sent. */
@Controller('staff/registers/:register/lists/:list/archive')
@May('manage-list')
export class ListArchiveController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly archive: KeepArchive,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Member() member: SignedIn,
    @Req() request: FastifyRequest,
  ): Promise<Page> {
    const list = await findList(this.database, registerId, listId);
    return new Page(
      <ListArchivePage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        list={list}
        archiveUrl={(await this.frames.publicUrl()) + publicPaths.archive(list.slug)}
        {...noticeOf(request)}
      />,
    );
  }

  @Post()
  async set(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('list', ParseUUIDPipe) listId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    await findList(this.database, registerId, listId);
    const { open } = parseForm(z.object({ open: z.enum(['yes', 'no']) }), body);
    const done = await this.archive.set(member.sessionHash, listId, open === 'yes');
    return new SeeOther(
      withDone(staffPaths.listArchive(registerId, listId), done ? 'saved' : 'list-not-now'),
    );
  }
}
