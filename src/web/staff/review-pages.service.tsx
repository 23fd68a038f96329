import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { linksOf, type ShownLink } from '../../campaigns/links-of.js';
import { renderText } from '../../campaigns/render-text.js';
import { lastApproved, readReviewed, type Reviewed } from '../../campaigns/reviewed.queries.js';
import type { ShownMessage } from '../../campaigns/shown-message.js';
import { isLocale, type Message } from '../../platform/i18n/messages.js';
import { AskWindow } from '../../registers/ask-window.service.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import { findProposal } from '../../staff/proposals.queries.js';
import type { SignedIn } from '../http/access.js';
import { Frames } from '../http/frames.service.js';
import { Page } from '../http/page.js';
import { CampaignViews } from './campaign-view.service.js';
import { Decisions } from './decisions.service.js';
import { ReviewPage } from './pages/review-page.js';
import type { ChangedPart } from './pages/review-stage.js';

/** The page on which a campaign is read and decided, as it is now. */
@Injectable()
export class ReviewPages {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly window: AskWindow,
    private readonly frames: Frames,
    private readonly views: CampaignViews,
    private readonly decisions: Decisions,
  ) {}

  /** As the keeper makes it; undefined while none answers. */
  async message(campaignId: string, member: SignedIn): Promise<ShownMessage | undefined> {
    const reply = await this.window.ask({
      act: 'review',
      ringId: STAFF_RING,
      proof: member.sessionHash,
      content: { campaignId },
    });
    return 'answer' in reply ? (reply.answer as ShownMessage) : undefined;
  }

  async page(
    campaign: Campaign,
    member: SignedIn,
    request: FastifyRequest,
    fault: { error?: Message; replyError?: Message; reply?: string } = {},
  ): Promise<Page> {
    const { view, list } = await this.views.view(campaign);
    const stage = await this.views.stage(campaign, list, member);
    if (stage.state !== 'in-review') throw new Error('nothing to review');
    const proposal = (await findProposal(this.database, campaign.registerId, campaign.proposalId!))!;
    const before = await lastApproved(this.database, campaign.id, proposal.id);
    const frame = await this.frames.staffFrame(request, member);
    const message = await this.message(campaign.id, member);
    return new Page(
      <ReviewPage
        frame={frame}
        register={frame.registers.find(({ id }) => id === campaign.registerId)!}
        campaign={view}
        stage={stage}
        purpose={(list.texts.find(({ locale }) => locale === campaign.locale) ?? list.texts[0])?.text ?? ''}
        editedAt={campaign.editedAt}
        message={message ?? null}
        links={message ? shownLinks(message) : []}
        changed={before ? changedParts(before, readReviewed(proposal.content)) : null}
        prompt={stage.decides && message ? await this.decisions.prompt(member, proposal) : undefined}
        {...fault}
      />,
      { status: fault.error || fault.replyError ? 422 : 200 },
    );
  }
}

/** Where each leads in the end, also of those that lead through us. */
function shownLinks({ html, counted }: ShownMessage): ShownLink[] {
  const targets = new Map(counted.map(({ address, target }) => [address, target]));
  return linksOf(html).map((link) => {
    const target = targets.get(link.href);
    return target === undefined ? link : { ...link, href: target, counted: true };
  });
}

const PARTS: Record<ChangedPart['part'], (of: Reviewed) => string> = {
  subject: ({ subject }) => subject,
  preheader: ({ preheader }) => preheader,
  // A document is compared as its readers would read it.
  body: (of) => (of.format === 'markdown' ? of.body : renderText(of, { locale: localeOf(of) }).text),
  // Headings, bold words, another picture with the same words: what the text alone does not show.
  look: ({ body }) => body,
  theme: ({ theme }) => JSON.stringify(theme),
  sender: ({ sender }) => `${sender.name} <${sender.address}>`,
  list: ({ list }) => list.name,
};

function changedParts(before: Reviewed, now: Reviewed): ChangedPart[] {
  const changed = Object.entries(PARTS)
    .map(([part, of]) => ({ part: part as ChangedPart['part'], before: of(before), now: of(now) }))
    .filter((part) => part.before !== part.now);
  return changed.some(({ part }) => part === 'body')
    ? changed.filter(({ part }) => part !== 'look')
    : changed;
}

const localeOf = ({ locale }: Reviewed) => (isLocale(locale) ? locale : 'nb');
