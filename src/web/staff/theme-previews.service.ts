import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { imageOf } from '../../campaigns/images/images.queries.js';
import { campaignMail } from '../../campaigns/mail/campaign-mail.js';
import { lookOf } from '../../campaigns/theme/look.js';
import type { ChosenTheme } from '../../campaigns/theme/set-theme.service.js';
import type { Theme } from '../../campaigns/theme/theme.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import { PLACEHOLDER } from '../../platform/rendering/message-template.js';
import { Frames } from '../http/frames.service.js';
import { themeExample } from './theme-example.js';

/** A mail of a register as it would look, made by what makes those that are sent. */
@Injectable()
export class ThemePreviews {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly frames: Frames,
  ) {}

  /** Undefined where the logo is no image of this register. */
  async of(registerId: string, chosen: ChosenTheme, locale: Locale): Promise<string | undefined> {
    const theme = await this.#withLogo(registerId, chosen);
    if (!theme) return undefined;
    const t = translator(locale);
    const { organisation } = await this.frames.house();
    const { html } = campaignMail({
      locale,
      subject: t('theme.example.subject'),
      preheader: '',
      format: 'blocks',
      body: JSON.stringify(themeExample(locale)),
      list: t('theme.example.list'),
      organisation: organisation ?? { name: '', number: '', postalAddress: '', email: '', privacyEmail: '' },
      look: lookOf(theme, ''),
    });
    return html.replaceAll(PLACEHOLDER.leaveUrl, '#');
  }

  async #withLogo(registerId: string, { logo: id, ...theme }: ChosenTheme): Promise<Theme | undefined> {
    if (id === null) return { ...theme, logo: null };
    const image = await imageOf(this.database, registerId, id);
    return image && { ...theme, logo: { image: id, ...image } };
  }
}
