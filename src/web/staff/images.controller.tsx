import {
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource, Repository } from 'typeorm';
import { z } from 'zod';
import { AddImage, MOST_BYTES } from '../../campaigns/images/add-image.service.js';
import { ChangeImage } from '../../campaigns/images/change-image.service.js';
import { imagesOf, keptImage, pageOfImages } from '../../campaigns/images/images.queries.js';
import { UnusableImageError } from '../../platform/images/re-encode.js';
import type { Message } from '../../platform/i18n/messages.js';
import { TooManyWaitingError } from '../../platform/pace/turns.js';
import { Register } from '../../registers/register.entity.js';
import { type JatakkRequest, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { TakesFile, type UploadRequest } from '../http/uploads.service.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault, faults, lineFault, typed } from './fields.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { ImagePage } from './pages/image-page.js';
import { ImagesPage, type ImagesPageProps } from './pages/images-page.js';

const ON_A_PAGE = 24;
const MOST_ALT = 300;
/** A whole number of images further down; anything else is the beginning. */
const pageNumber = z.coerce.number().int().min(1).max(1000).catch(1);
/** One sentence, wherever somebody has broken it. */
const altForm = z.object({ alt: typed.transform((text) => text.replaceAll(/\s+/g, ' ').trim()) });

/** The images that a register's campaigns can show. For whoever writes one there: they are part of what is written. */
@Controller('staff/registers/:register/images')
@May('write-campaign')
export class ImagesController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly adding: AddImage,
    private readonly changing: ChangeImage,
  ) {}

  /** `?format=json`: all of them, for the editor. */
  @Get()
  async all(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Query() query: { format?: unknown; page?: unknown },
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | string> {
    if (query.format !== 'json') return this.#all(registerId, member, request);
    await findRegister(this.registers, registerId);
    const images = await imagesOf(this.database, registerId);
    reply.type('application/json; charset=utf-8');
    return JSON.stringify(images.map(({ id, alt, width, height }) => ({ id, alt, width, height })));
  }

  @Post()
  @TakesFile(MOST_BYTES)
  async add(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: UploadRequest,
  ): Promise<Page | SeeOther> {
    await findRegister(this.registers, registerId);
    const { alt } = parseForm(altForm, body);
    const errors = faults<'file' | 'alt'>({
      alt: lineFault(alt, { max: MOST_ALT }),
      file: fileFault(request.upload),
    });
    const again = (status = 422) =>
      this.#all(registerId, member, request, { values: { alt }, errors, status });
    if (request.upload === 'busy') return again(503);
    if (anyFault(errors)) return again();
    try {
      const added = await this.adding.add(member.sessionHash, registerId, alt, request.upload!.bytes);
      if (added.outcome === 'not-yours') throw new NotFoundException();
      if (added.outcome === 'stored')
        return new SeeOther(withDone(staffPaths.image(registerId, added.id), 'image-added'));
      errors.file = { key: 'images.error.full' };
      return await again();
    } catch (error) {
      if (error instanceof TooManyWaitingError) {
        errors.file = BUSY;
        return again(503);
      }
      if (!(error instanceof UnusableImageError)) throw error;
      errors.file = { key: `images.error.${error.fault}` };
      return again();
    }
  }

  @Get(':image')
  async one(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('image', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    return this.#one(registerId, id, member, request);
  }

  @Post(':image/describe')
  async describe(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('image', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const { alt } = parseForm(altForm, body);
    const error = lineFault(alt, { max: MOST_ALT });
    if (error) return this.#one(registerId, id, member, request, { alt, error });
    if (!(await this.changing.describe(member.sessionHash, registerId, id, alt)))
      throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.image(registerId, id), 'saved'));
  }

  @Post(':image/remove')
  async remove(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('image', ParseUUIDPipe) id: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    const outcome = await this.changing.remove(member.sessionHash, registerId, id);
    if (outcome === 'unknown') throw new NotFoundException();
    if (outcome === 'in-use') return new SeeOther(withDone(staffPaths.image(registerId, id), 'image-in-use'));
    return new SeeOther(withDone(staffPaths.images(registerId), 'image-removed'));
  }

  async #all(
    registerId: string,
    member: SignedIn,
    request: JatakkRequest,
    { status = 200, ...again }: Pick<ImagesPageProps, 'values' | 'errors'> & { status?: number } = {},
  ): Promise<Page> {
    const page = pageNumber.parse((request.query as { page?: unknown } | undefined)?.page ?? 1);
    const found = await pageOfImages(this.database, registerId, {
      from: (page - 1) * ON_A_PAGE,
      atMost: ON_A_PAGE,
    });
    return new Page(
      <ImagesPage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        images={found.images}
        page={page}
        pages={Math.max(1, Math.ceil(found.total / ON_A_PAGE))}
        {...again}
        {...noticeOf(request)}
      />,
      { status, ...(status === 503 && { headers: { 'retry-after': '5' } }) },
    );
  }

  async #one(
    registerId: string,
    id: string,
    member: SignedIn,
    request: JatakkRequest,
    again: { alt?: string; error?: Message } = {},
  ): Promise<Page> {
    const image = await keptImage(this.database, registerId, id);
    if (!image) throw new NotFoundException();
    return new Page(
      <ImagePage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        image={image}
        {...again}
        {...noticeOf(request)}
      />,
      { status: again.error ? 422 : 200 },
    );
  }
}

const BUSY: Message = { key: 'images.error.busy' };

function fileFault(upload: UploadRequest['upload']): Message | undefined {
  if (upload === 'busy') return BUSY;
  if (!upload || upload.bytes.length === 0) return { key: 'images.error.none' };
  return upload.tooLarge ? { key: 'images.error.too-large' } : undefined;
}
