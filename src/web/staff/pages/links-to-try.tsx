import type { ShownLink } from '../../../campaigns/links-of.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import type { CampaignView } from './campaign-stage.js';

interface LinksToTryProps {
  frame: StaffFrame;
  campaign: Pick<CampaignView, 'language'>;
  links: readonly ShownLink[];
}

/** Where a text's links lead. Whether they answer is for somebody to see: the house asks no site about it. */
export function LinksToTry({ frame, campaign, links }: LinksToTryProps) {
  const t = translator(frame.locale);
  if (links.length === 0) return null;
  return (
    <details>
      <summary>{t('look.links.try', { count: links.length })}</summary>
      <p class="hint">{t('look.links.try-hint')}</p>
      <ul class="links">
        {links.map(({ text, href }) => (
          <li key={`${href} ${text}`}>
            <span lang={campaign.language}>{text}</span>{' '}
            <a class="anywhere" href={href} target="_blank" rel="noopener noreferrer">
              {href}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
