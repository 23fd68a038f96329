import {
  Body,
  Controller,
  Get,
  HttpCode,
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
import { imageOf, pageOfImages } from '../../campaigns/images/images.queries.js';
import { SetTheme } from '../../campaigns/theme/set-theme.service.js';
import { approvalsIn, currentTheme } from '../../campaigns/theme/themes.queries.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { Register } from '../../registers/register.entity.js';
import { type JatakkRequest, May, Member, type SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { IN_A_FRAME, inLight, opensBeside } from '../http/in-a-frame.js';
import { ChangesNothing } from '../http/noted.js';
import { Page, SeeOther } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import { staffPaths } from '../pages/paths.js';
import { anyFault } from './fields.js';
import { findRegister } from './find-register.js';
import { noticeOf, withDone } from './notices.js';
import { ThemePage } from './pages/theme-page.js';
import { ThemePreview } from './pages/theme-preview.js';
import {
  checkTheme,
  readTheme,
  type ThemeErrors,
  themeForm,
  type ThemeValues,
  themeValues,
} from './theme-form.js';
import { ThemePreviews } from './theme-previews.service.js';

const MOST_LOGOS = 12;

const frameQuery = themeForm.extend({ side: z.enum(['light', 'dark']).catch('light') });

/** How what a register sends looks. Nothing that somebody could not read is kept. */
@Controller('staff/registers/:register/theme')
@May('make-list')
export class ThemeController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Register) private readonly registers: Repository<Register>,
    private readonly frames: Frames,
    private readonly themes: SetTheme,
    private readonly previews: ThemePreviews,
  ) {}

  @Get()
  async show(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    return this.#page(registerId, undefined, member, request);
  }

  @Post()
  async set(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page | SeeOther> {
    const values = readTheme(parseForm(themeForm, body));
    const { theme, errors } = checkTheme(values);
    if (!theme || anyFault(errors))
      return this.#page(registerId, values, member, request, { errors, status: 422 });
    const outcome = await this.themes.set(member.sessionHash, registerId, theme);
    if (outcome === 'not-yours') throw new NotFoundException();
    if (outcome === 'no-image') {
      const gone = { logo: { key: 'theme.error.logo' } } as const;
      return this.#page(registerId, { ...values, logo: '' }, member, request, { errors: gone, status: 422 });
    }
    return new SeeOther(withDone(staffPaths.theme(registerId), 'saved'));
  }

  /** The form with what was chosen, shown but not kept; for htmx the preview alone. */
  @Post('look')
  @HttpCode(200)
  @ChangesNothing()
  async look(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Req() request: JatakkRequest,
  ): Promise<Page> {
    const values = readTheme(parseForm(themeForm, body));
    if (request.headers['hx-request'] !== 'true') return this.#page(registerId, values, member, request);
    const locale = isLocale(member.locale) ? member.locale : 'nb';
    return new Page(<ThemePreview locale={locale} registerId={registerId} values={values} />, {
      fragment: true,
    });
  }

  /** A letter in that look, or in the one that is on where none is named, in a frame that can do nothing. */
  @Get('frame')
  async frame(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Query() query: Record<string, unknown>,
    @Member() member: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const asked = frameQuery.safeParse(query);
    if (!asked.success) throw new NotFoundException();
    const values =
      query.accent === undefined
        ? themeValues(await currentTheme(this.database, registerId))
        : readTheme(asked.data);
    const { theme } = checkTheme(values);
    const html =
      theme && (await this.previews.of(registerId, theme, isLocale(member.locale) ? member.locale : 'nb'));
    if (html === undefined) throw new NotFoundException();
    reply.type('text/html; charset=utf-8').headers(IN_A_FRAME);
    return opensBeside(inLight(html, asked.data.side === 'dark'));
  }

  @Post('take-off')
  async takeOff(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Member() member: SignedIn,
  ): Promise<SeeOther> {
    if ((await this.themes.takeOff(member.sessionHash, registerId)) === 'not-yours')
      throw new NotFoundException();
    return new SeeOther(withDone(staffPaths.theme(registerId), 'theme-taken-off'));
  }

  /** Without values, what is on. */
  async #page(
    registerId: string,
    chosen: ThemeValues | undefined,
    member: SignedIn,
    request: JatakkRequest,
    { errors = {}, status = 200 }: { errors?: ThemeErrors; status?: number } = {},
  ): Promise<Page> {
    const { images } = await pageOfImages(this.database, registerId, { from: 0, atMost: MOST_LOGOS });
    const theme = await currentTheme(this.database, registerId);
    const values = chosen ?? themeValues(theme);
    // The one that is chosen may be older than the newest.
    const logo = z.uuid().safeParse(values.logo).data;
    const older = logo !== undefined && !images.some(({ id }) => id === logo);
    const one = older ? await imageOf(this.database, registerId, logo) : undefined;
    return new Page(
      <ThemePage
        frame={await this.frames.staffFrame(request, member)}
        register={await findRegister(this.registers, registerId)}
        values={values}
        errors={errors}
        images={one ? [one, ...images] : images}
        own={theme !== undefined}
        approvals={await approvalsIn(this.database, registerId)}
        {...noticeOf(request)}
      />,
      { status },
    );
  }
}
