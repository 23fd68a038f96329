import type { BadlyReceived } from '../../../campaigns/came-back.queries.js';
import type { Grant } from '../../../staff/policy.js';
import { staffPaths } from '../../pages/paths.js';
import type { Waiting } from '../../pages/waiting.js';
import { mayAt } from './may-at.js';

/** Campaigns of the last week that servers refuse because of us, or that readers complain about. */
export function waitingReturns(grants: readonly Grant[], campaigns: readonly BadlyReceived[]): Waiting[] {
  return campaigns
    .filter((one) => mayAt(grants, 'stop-campaign', one))
    .flatMap(({ id, registerId, subject, list, ours, complaints }) => {
      const params = { subject, list };
      const to = { href: staffPaths.campaign(registerId, id), link: 'waits.came-back.link' } as const;
      const blamed = { ...to, says: { key: 'waits.complaints', params }, tone: 'stop' } as const;
      const refused = { ...to, says: { key: 'waits.ours', params }, tone: 'warn' } as const;
      return [...(complaints === null ? [] : [blamed]), ...(ours < 3 ? [] : [refused])];
    });
}
