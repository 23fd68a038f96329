import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { sinceSent } from '../../campaigns/came-back.queries.js';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { deliveryTally } from '../../campaigns/campaign-overview.queries.js';
import { whoCouldApprove } from '../../campaigns/reviewed.queries.js';
import { recipientCount } from '../../campaigns/recipient-count.queries.js';
import { listOverviews, type ListOverview } from '../../consent/list-overview.queries.js';
import { isLocale } from '../../platform/i18n/messages.js';
import { FailuresSeen } from './failures-seen.js';
import { findProposal } from '../../staff/proposals.queries.js';
import { mayDo } from '../../staff/policy.js';
import type { SignedIn } from '../http/access.js';
import type {
  CampaignStage,
  CampaignView,
  InReviewStage,
  ProgressStage,
  StartedStage,
} from './pages/campaign-stage.js';
import type { ShownReview } from './pages/review-stage.js';
import { publicPaths } from '../pages/paths.js';
import { readyChecks } from './ready-checks.js';
import { shownReview } from './shown-review.js';
import { SurveysOfCampaign } from './surveys-of-campaign.service.js';
import { linksToTry } from './text-checks.js';
import { undoMinutes } from './undo-minutes.js';

/** Gathers what the page of one campaign shows. */
@Injectable()
export class CampaignViews {
  readonly #failures = new FailuresSeen();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectRepository(Campaign) private readonly campaigns: Repository<Campaign>,
    private readonly surveys: SurveysOfCampaign,
  ) {}

  /** @throws 404 when that register has no such campaign */
  async find(registerId: string, id: string): Promise<Campaign> {
    const campaign = await this.campaigns.findOneBy({ registerId, id });
    if (!campaign) throw new NotFoundException();
    return campaign;
  }

  async view(campaign: Campaign): Promise<{ view: CampaignView; list: ListOverview }> {
    const [list] = await listOverviews(this.database, campaign.registerId, campaign.listId);
    if (!list) throw new NotFoundException();
    const authors = (await this.database.query('select name from jatakk.staff where id = $1', [
      campaign.authorId,
    ])) as {
      name: string;
    }[];
    const view = {
      id: campaign.id,
      kind: campaign.kind,
      subject: campaign.subject,
      preheader: campaign.preheader,
      language: isLocale(campaign.locale) ? campaign.locale : 'nb',
      list: { id: list.id, name: list.name },
      purpose: { version: campaign.purposeVersion, since: list.publishedOn },
      sender: { name: list.senderName, address: list.senderAddress },
      author: authors[0]?.name ?? '',
      eyes: list.eyes,
      counts: campaign.countsFollows,
      review: await this.#review(campaign),
      archive: archiveOf(campaign, list),
    } satisfies CampaignView;
    return { view, list };
  }

  async stage(campaign: Campaign, list: ListOverview, member: SignedIn): Promise<CampaignStage> {
    const { state } = campaign;
    if (state === 'in-review') return this.#inReview(campaign, member);
    if (state !== 'draft' && state !== 'approved') return this.progress(campaign, list);
    const checks = await readyChecks(
      this.database,
      campaign,
      list.senderAddress,
      await this.surveys.of(campaign),
    );
    const recipients = await recipientCount(this.database, campaign.id);
    const links = linksToTry(campaign);
    return { state, recipients, checks, links, undoMinutes: await undoMinutes(this.database, list.eyes) };
  }

  async #review({ registerId, proposalId }: Campaign): Promise<ShownReview | null> {
    const proposal = proposalId && (await findProposal(this.database, registerId, proposalId));
    return proposal ? shownReview(proposal) : null;
  }

  async #inReview(campaign: Campaign, member: SignedIn): Promise<InReviewStage> {
    const { registerId, listId, editors, authorId } = campaign;
    const proposal = await findProposal(this.database, registerId, campaign.proposalId!);
    const submitter = proposal!.author.id;
    return {
      state: 'in-review',
      recipients: await recipientCount(this.database, campaign.id),
      review: shownReview(proposal!),
      candidates: await whoCouldApprove(this.database, campaign, submitter),
      mine: submitter === member.id,
      decides:
        mayDo(member.grants, 'approve', { registerId, listId }) &&
        ![submitter, authorId, ...editors].includes(member.id),
    };
  }

  async progress(campaign: Campaign, { eyes }: Pick<ListOverview, 'eyes'>): Promise<ProgressStage> {
    if (campaign.state === 'scheduled') {
      const startsAt = campaign.startsAt ?? new Date();
      const recipients = await recipientCount(this.database, campaign.id);
      const minutes = await undoMinutes(this.database, eyes);
      const { startChosen: chosen } = campaign;
      return { state: 'scheduled', recipients, startsAt, chosen, undoMinutes: minutes, now: new Date() };
    }
    const state = campaign.state as Exclude<ProgressStage['state'], 'scheduled'>;
    const why = campaign.heldReason;
    if (campaign.startedAt === null && (state === 'held' || state === 'cancelled'))
      return { state, begun: false, recipients: await recipientCount(this.database, campaign.id), why };
    const counts = await deliveryTally(this.database, campaign.id);
    const failures = await this.#failures.of(this.database, campaign.id, counts);
    const since = await sinceSent(this.database, campaign.id);
    const stage: StartedStage = { state, begun: true, counts, failures, since, why };
    if (state === 'sent') return { ...stage, ...(campaign.finishedAt && { endsAt: campaign.finishedAt }) };
    const pace = paceOf(campaign, counts.accepted);
    if (state !== 'sending' || why !== null || pace === undefined) return stage;
    const left = counts.queued + counts.claimed + counts.handed;
    return { ...stage, pace, endsAt: new Date(Date.now() + (left / pace) * 1000) };
  }
}

/** As `IN_ARCHIVE` of archive.queries.ts has it, of what is not sent yet too. */
function archiveOf(
  { id, kind, state, leftOut, startedAt }: Campaign,
  { slug, archiveSince }: ListOverview,
): CampaignView['archive'] {
  if (archiveSince === null || kind !== 'regular' || state === 'cancelled') return null;
  if (startedAt !== null && startedAt < archiveSince) return null;
  return { leftOut, href: state === 'sent' ? publicPaths.archived(slug, id) : null };
}

/** Whole messages a second since the start; undefined in the first seconds, when a figure would be a guess. */
function paceOf(campaign: Campaign, accepted: number): number | undefined {
  const seconds = campaign.startedAt ? (Date.now() - campaign.startedAt.getTime()) / 1000 : 0;
  const pace = Math.round(accepted / seconds);
  return seconds < 3 || pace < 1 ? undefined : pace;
}
