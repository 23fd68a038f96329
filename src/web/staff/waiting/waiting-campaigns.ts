import type { StandingWelcome } from '../../../campaigns/welcome.queries.js';
import type { WaitingCampaign } from '../../../campaigns/waiting-campaigns.queries.js';
import type { Grant } from '../../../staff/policy.js';
import { staffPaths } from '../../pages/paths.js';
import type { Waiting } from '../../pages/waiting.js';
import { domainOf, heldWords } from '../pages/held-words.js';
import { mayAt } from './may-at.js';

/** `standing`: nothing goes on by itself. `ready`: it takes one press. `unsure`: some may have got nothing. */
export type WaitingCampaigns = Record<'standing' | 'ready' | 'unsure', Waiting[]>;

export function waitingCampaigns(
  grants: readonly Grant[],
  campaigns: readonly WaitingCampaign[],
): WaitingCampaigns {
  const waiting: WaitingCampaigns = { standing: [], ready: [], unsure: [] };
  for (const one of campaigns) {
    const { subject, list, unknown } = one;
    const params = { subject, list, count: unknown };
    const href = staffPaths.campaign(one.registerId, one.id);
    if (one.state === 'held' && mayAt(grants, 'stop-campaign', one)) {
      waiting.standing.push({
        says: { key: 'waits.held', params },
        because: whyHeld(one),
        href,
        link: 'waits.held.link',
        tone: 'stop',
      });
    }
    if (one.state === 'held' || !mayAt(grants, 'send-campaign', one)) continue;
    if (one.state === 'paused')
      waiting.ready.push({
        says: { key: 'waits.paused', params },
        href,
        link: 'waits.held.link',
        tone: 'warn',
      });
    else if (one.state === 'approved')
      waiting.ready.push({
        says: { key: 'waits.approved', params },
        href,
        link: 'waits.approved.link',
        tone: 'calm',
      });
    else
      waiting.unsure.push({
        says: { key: 'waits.unknown', params },
        href: staffPaths.campaignAct(one.registerId, one.id, 'resend-unknown'),
        link: 'waits.unknown.link',
        tone: 'warn',
      });
  }
  return waiting;
}

/** Whoever confirms is sent nothing, and nobody would notice. */
export function waitingWelcomes(grants: readonly Grant[], welcomes: readonly StandingWelcome[]): Waiting[] {
  return welcomes
    .filter((welcome) => mayAt(grants, 'manage-list', welcome))
    .map(({ registerId, listId, list, subject, sender, why }) => ({
      says: { key: 'waits.welcome', params: { subject, list } },
      because: { key: heldWords(why).what, params: { domain: domainOf(sender) } },
      href: staffPaths.welcome(registerId, listId),
      link: 'waits.welcome.link',
      tone: 'stop',
    }));
}

function whyHeld({ why, begun, sender }: WaitingCampaign) {
  return { key: heldWords(why, { begun }).what, params: { domain: domainOf(sender) } };
}
