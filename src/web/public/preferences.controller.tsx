import { Body, Controller, Get, Ip, NotFoundException, Param, Post, Req } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { isLocale, type Locale } from '../../platform/i18n/messages.js';
import { trimTyped } from '../../registers/email-address.js';
import { ReceiveForm } from '../../subscriptions/receive-form.service.js';
import { Public } from '../http/access.js';
import { CheckAddress } from '../http/check-address.service.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { parseForm } from '../http/parse-form.js';
import type { FormErrors } from '../pages/field.js';
import { publicPaths } from '../pages/paths.js';
import { AskForLinkPage } from './pages/ask-for-link-page.js';
import { SignUpGuard } from './sign-up-guard.js';

const linkForm = z.object({
  address: z.string().max(1000).default(''),
  website: z.string().max(1000).default(''),
  stamp: z.string().max(100).default(''),
  locale: z.string().max(10).default(''),
});

interface RegisterOfForm {
  id: string;
  name: string;
  slug: string;
}

/** Type your address, and a link to what is kept of it is mailed there. The same answer for everybody. */
@Controller('preferences/:slug')
@Public()
export class PreferencesController {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
    private readonly guard: SignUpGuard,
    private readonly addresses: CheckAddress,
    private readonly forms: ReceiveForm,
  ) {}

  @Get()
  async show(@Param('slug') slug: string, @Req() request: FastifyRequest): Promise<Page> {
    const register = await this.#register(slug);
    const frame = await this.frames.publicFrame(request);
    const action = publicPaths.preferences(slug);
    return new Page(
      <AskForLinkPage
        frame={frame}
        register={register.name}
        state="ask"
        action={action}
        stamp={this.guard.stamp()}
      />,
    );
  }

  @Post()
  async ask(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Ip() ip: string,
  ): Promise<Page> {
    const register = await this.#register(slug);
    const typed = parseForm(linkForm, body);
    const asked = await this.frames.publicFrame(request, { path: null });
    const locale: Locale = isLocale(typed.locale) ? typed.locale : asked.locale;
    const frame = { ...asked, locale };
    const address = trimTyped(typed.address);
    const action = publicPaths.preferences(slug);
    const again = (status: number, errors: FormErrors<'address'>, headers: Record<string, string> = {}) =>
      new Page(
        <AskForLinkPage
          frame={frame}
          register={register.name}
          state="ask"
          action={action}
          stamp={this.guard.stamp()}
          address={address}
          errors={errors}
        />,
        { status, headers },
      );
    const stamp = this.guard.readStamp(typed.stamp);
    if (typed.stamp === '' || stamp === 'too-old' || stamp === 'not-ours')
      return again(422, { form: { key: 'form.expired' } });
    if (stamp === 'too-fast' || typed.website !== '')
      return again(422, { form: { key: 'sign-up.error.too-fast' } });
    const checked = await this.addresses.forSubscriber(address);
    if (!checked.ok) return again(422, { address: checked.message });
    const wait = this.guard.limited({ ip, domain: checked.address.asciiDomain, stamped: true });
    if (wait !== undefined)
      return again(429, { form: { key: 'preferences.error.too-many' } }, { 'retry-after': String(wait) });
    await this.forms.receive(register.id, 'manage', { address, locale });
    return new Page(
      <AskForLinkPage
        frame={frame}
        register={register.name}
        state="sent"
        address={address}
        formHref={action}
      />,
    );
  }

  async #register(slug: string): Promise<RegisterOfForm> {
    const rows = (await this.database.query('select id, name, slug from jatakk.register where slug = $1', [
      slug,
    ])) as RegisterOfForm[];
    if (!rows[0]) throw new NotFoundException();
    return rows[0];
  }
}
