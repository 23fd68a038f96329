import type { ComponentChildren } from 'preact';
import type { ShownLink } from '../../../campaigns/links-of.js';
import type { ShownMessage } from '../../../campaigns/shown-message.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { ChangedText } from '../../pages/changed-text.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView, InReviewStage } from './campaign-stage.js';
import { CampaignSteps } from './campaign-steps.js';
import type { FactorPrompt } from './confirm-factor.js';
import { DecideCampaign } from './decide-campaign.js';
import { Recipients } from './recipients.js';
import type { ChangedPart } from './review-stage.js';
import { StaffLayout } from './staff-layout.js';

export interface ReviewPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  campaign: CampaignView;
  stage: InReviewStage;
  /** What the list's people said yes to. */
  purpose: string;
  /** When the text was last changed. */
  editedAt: Date;
  /** As the keeper makes it; null while none answers, and then nobody can decide. */
  message: ShownMessage | null;
  links: readonly ShownLink[];
  /** Since it was last approved; null when it never was. */
  changed: readonly ChangedPart[] | null;
  /** Asks the reader who they are; absent where they cannot decide. */
  prompt?: FactorPrompt | undefined;
  error?: Message;
  replyError?: Message;
  reply?: string;
}

/** Exactly what will go out, to whom and from whom; and, for a second person, yes or no. Made for a phone. */
export function ReviewPage(props: ReviewPageProps) {
  const { frame, register, campaign, stage, message, links, changed, purpose, editedAt } = props;
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const title = t('review.title');
  const { review } = stage;
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'campaigns', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.campaign(register.id, campaign.id)}>{campaign.subject}</a>
      </p>
      <h1>{title}</h1>
      <CampaignSteps
        t={t}
        formats={formats(frame.locale, frame.timeZone)}
        author={campaign.author}
        stage={stage}
        review={review}
        eyes={campaign.eyes}
      />
      {campaign.kind !== 'regular' && <p class="note">{t(`campaign.kind.${campaign.kind}`)}</p>}
      {campaign.archive && !campaign.archive.leftOut && <p class="note">{t('campaign.archive.will')}</p>}
      {review.note !== '' && (
        <blockquote class="lines">
          {review.note}
          <footer class="hint">{review.author}</footer>
        </blockquote>
      )}
      <Recipients frame={frame} kind={campaign.kind} recipients={stage.recipients} />
      <dl class="facts">
        <Fact name={t('review.subject')} lang={campaign.language}>
          <strong>{campaign.subject}</strong>
        </Fact>
        <Fact name={t('campaign.from')}>
          {t('sign-up.sender-value', { name: campaign.sender.name, address: campaign.sender.address })}
        </Fact>
        <Fact name={t('campaign.list')}>
          {campaign.list.name}. <span lang={campaign.language}>{purpose}</span>
        </Fact>
        <Fact name={t('review.written')}>
          {t('review.written-by', { name: campaign.author, date: dateTime(editedAt) })}{' '}
          {t('review.submitted-by', { name: review.author, date: dateTime(review.madeAt) })}
        </Fact>
      </dl>
      {message === null ? (
        <p class="note stop" role="alert">
          {t('review.no-message')}
        </p>
      ) : (
        <Message frame={frame} registerId={register.id} campaign={campaign} message={message} links={links} />
      )}
      {changed && <Changed frame={frame} campaign={campaign} changed={changed} />}
      <DecideCampaign {...props} />
    </StaffLayout>
  );
}

function Fact({ name, lang, children }: { name: string; lang?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="anywhere" lang={lang}>
        {children}
      </dd>
    </div>
  );
}

interface MessageProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
  message: ShownMessage;
  links: readonly ShownLink[];
}

function Message({ frame, registerId, campaign, message, links }: MessageProps) {
  const t = translator(frame.locale);
  return (
    <section>
      <h2>{t('review.message')}</h2>
      <iframe
        class="mail"
        title={t('review.message')}
        src={staffPaths.reviewAct(registerId, campaign.id, 'html')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        tabindex={0}
      />
      <h3>{t('review.links', { count: links.length })}</h3>
      <ul class="links">
        {links.map(({ text, href, counted }) => (
          <li key={`${href} ${text}`}>
            {text && <span lang={campaign.language}>{text}</span>} <code class="anywhere">{href}</code>
            {counted && <span class="hint when">{t('review.link-counted')}</span>}
          </li>
        ))}
      </ul>
      {links.some(({ counted }) => counted) && <p class="note">{t('review.counted')}</p>}
      <details>
        <summary>{t('review.text-part')}</summary>
        <pre tabindex={0}>{message.text}</pre>
      </details>
      <details>
        <summary>{t('review.headers')}</summary>
        <pre tabindex={0}>{message.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
        <p class="hint">{t('review.headers-hint')}</p>
      </details>
    </section>
  );
}

function Changed({
  frame,
  campaign,
  changed,
}: Pick<MessageProps, 'frame' | 'campaign'> & Pick<ReviewPageProps, 'changed'>) {
  const t = translator(frame.locale);
  return (
    <section>
      <h2>{t('review.changed')}</h2>
      {changed?.length === 0 && <p>{t('review.changed-nothing')}</p>}
      {changed?.map(({ part, before, now }) => (
        <div key={part}>
          <h3>{t(`review.part.${part}`)}</h3>
          {part === 'look' || part === 'theme' ? (
            <p>{t(`review.${part}-changed`)}</p>
          ) : (
            <ChangedText before={before} now={now} lang={campaign.language} />
          )}
        </div>
      ))}
    </section>
  );
}
