import {
  Body,
  Controller,
  GoneException,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Res,
  UnprocessableEntityException,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { readBlocks } from '../../campaigns/blocks/read-blocks.js';
import { KeepDraft } from '../../campaigns/keep-draft.service.js';
import { isLocale, translator } from '../../platform/i18n/messages.js';
import { May, Member, type SignedIn } from '../http/access.js';
import { IN_A_FRAME, inLight, opensBeside } from '../http/in-a-frame.js';
import { ChangesNothing, NotedWhereItIsDone } from '../http/noted.js';
import { parseForm } from '../http/parse-form.js';
import { CampaignViews } from './campaign-view.service.js';
import { campaignForm, lineFaults, readAs } from './campaign-form.js';
import { DraftPreviews } from './draft-previews.service.js';

const written = campaignForm.omit({ list: true });
const shown = written.extend({ view: z.enum(['desktop', 'phone', 'dark', 'text']) });

/** What the script of the editor asks for: to keep what is written, and to show it as it will arrive. */
@Controller('staff/registers/:register/campaigns/:campaign')
@May('write-campaign')
export class EditorController {
  constructor(
    private readonly views: CampaignViews,
    private readonly drafts: KeepDraft,
    private readonly previews: DraftPreviews,
  ) {}

  /**
   * Keeps the draft: its number afterwards, and what is wrong with a line that could not be kept.
   * @throws 409 with who has written since; 410 when it is no draft any more; 422 when the text is none
   */
  @Post('write')
  @HttpCode(200)
  @NotedWhereItIsDone()
  async write(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Member() member: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const campaign = await this.views.find(registerId, id);
    if (campaign.format !== 'blocks' || campaign.kind === 'reconsent') throw new GoneException();
    const values = parseForm(written, body);
    if (!readBlocks(values.body) || !isLocale(values.language)) throw new UnprocessableEntityException();
    const faults = lineFaults(values);
    const kept = await this.drafts.keep(
      member.sessionHash,
      registerId,
      id,
      readAs(body),
      {
        locale: values.language,
        // What cannot be kept stays as it was, and says so; the rest is not lost for it.
        subject: faults.subject ? campaign.subject : values.subject.trim(),
        preheader: faults.preheader ? campaign.preheader : values.preheader.trim(),
        body: values.body,
      },
      { quietly: false },
    );
    if (kept.outcome === 'not-now') throw new GoneException();
    if (kept.outcome === 'changed') {
      reply.status(409);
      return { revision: kept.revision, at: kept.at, by: kept.by };
    }
    const t = translator(isLocale(member.locale) ? member.locale : 'nb');
    const said = Object.entries(faults).map(([field, { key, params }]) => [field, t(key, params)]);
    return {
      revision: kept.revision,
      at: kept.at,
      faults: Object.fromEntries(said) as Record<string, string>,
    };
  }

  /** The message as it would be sent now, for a frame that can do nothing; as text where that was asked for. */
  @Post('frame')
  @HttpCode(200)
  @ChangesNothing()
  async frame(
    @Param('register', ParseUUIDPipe) registerId: string,
    @Param('campaign', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const campaign = await this.views.find(registerId, id);
    const { view, ...values } = parseForm(shown, body);
    const mail = await this.previews.of(campaign, values);
    if (view === 'text') {
      reply.type('text/plain; charset=utf-8');
      return mail.text;
    }
    reply.type('text/html; charset=utf-8').headers(IN_A_FRAME);
    return opensBeside(inLight(mail.html, view === 'dark'));
  }
}
