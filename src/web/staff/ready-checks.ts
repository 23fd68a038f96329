import type { DataSource } from 'typeorm';
import type { Campaign } from '../../campaigns/campaign.entity.js';
import { placeFault } from '../../campaigns/places.js';
import { type Missing, NEEDED, whyNotSendable } from '../../campaigns/sendable.queries.js';
import type { OwnSurveys } from '../../campaigns/survey-links.js';
import { askedFields } from '../../consent/asked-fields.queries.js';
import type { MessageKey } from '../../platform/i18n/messages.js';
import { readHouse } from '../../registers/house.queries.js';
import { relaysInUse } from '../../registers/relays.queries.js';
import type { Check } from './pages/campaign-stage.js';
import { domainOf } from './pages/held-words.js';
import { whyUnsigned } from './signing-domains.js';
import { textChecks } from './text-checks.js';

const IN_ORDER: Record<Missing, MessageKey> = {
  'no-subject': 'ready.check.subject',
  'no-body': 'ready.check.body',
  'no-image': 'ready.check.images',
  'list-closed': 'ready.check.list',
  'no-sender': 'ready.check.sender',
  'no-purpose': 'ready.check.purpose',
  'no-postal-address': 'ready.check.organisation',
};

/**
 * What has been looked over before a campaign is sent, up to the first thing that is missing. Once live that is also
 * whether the mail can be signed, as DNS was last seen, and whether there is anybody to carry it: the keeper would hold
 * the campaign for the one and wait for the other. The text is looked over whatever else is missing.
 * @param sender the address that the list's mail is from
 * @param own the surveys of ours that it leads to
 */
export async function readyChecks(
  database: DataSource,
  campaign: Campaign,
  sender: string,
  own: OwnSurveys,
): Promise<Check[]> {
  const why = await whyNotSendable(database, campaign.id);
  const at = NEEDED.findIndex((code) => code === why);
  const looked = why === null ? NEEDED : NEEDED.slice(0, Math.max(at, 0));
  const checks = looked.map((code): Check => ({ ok: true, message: { key: IN_ORDER[code] } }));
  if (why !== null) checks.push({ ok: false, why });
  checks.push(...textChecks(campaign, own));
  if (why !== null) return checks;
  if (campaign.kind !== 'reconsent') checks.push({ ok: true, message: { key: 'ready.check.way-out' } });
  const asks = (await askedFields(database, campaign.listId)).map(({ name }) => name);
  if (placeFault(campaign, asks)) return [...checks, { ok: false, why: 'unknown-place' }];
  if ((await readHouse(database)).mode === 'trial') return checks;
  const unsigned = await whyUnsigned(database, sender);
  if (unsigned) return [...checks, { ok: false, why: `unsigned:${unsigned}` }];
  checks.push({ ok: true, message: { key: 'ready.check.signed', params: { domain: domainOf(sender) } } });
  const carried = (await relaysInUse(database)).length > 0;
  return [
    ...checks,
    carried ? { ok: true, message: { key: 'ready.check.relay' } } : { ok: false, why: 'no-relay-set' },
  ];
}
