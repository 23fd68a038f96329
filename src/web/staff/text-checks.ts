import type { Campaign } from '../../campaigns/campaign.entity.js';
import { type Finding, type Point, pointOf } from '../../campaigns/finding.js';
import { lookOver, type LookedOver } from '../../campaigns/look-over.js';
import type { OwnSurveys } from '../../campaigns/survey-links.js';
import { kilobytes } from '../../campaigns/text-size.js';
import { isLocale, type Message } from '../../platform/i18n/messages.js';
import type { Check } from './pages/campaign-stage.js';

/** In the order in which somebody would go through a message: what says that all is well, where it is. */
const WELL: readonly { point: Point; message: (seen: LookedOver) => Message | undefined }[] = [
  { point: 'subject', message: () => undefined },
  { point: 'preheader', message: () => ({ key: 'look.preheader.ok' }) },
  { point: 'text', message: () => ({ key: 'look.text.ok' }) },
  { point: 'words', message: () => undefined },
  { point: 'images', message: ({ has }) => (has.has('images') ? { key: 'look.images.ok' } : undefined) },
  { point: 'buttons', message: ({ has }) => (has.has('buttons') ? { key: 'look.buttons.ok' } : undefined) },
  { point: 'events', message: ({ has }) => (has.has('events') ? { key: 'look.events.ok' } : undefined) },
  {
    point: 'links',
    message: ({ links }) =>
      links.length > 0 ? { key: 'look.links.ok', params: { count: links.length } } : undefined,
  },
  {
    point: 'size',
    message: ({ size }) => ({ key: 'look.size.ok', params: { kilobytes: kilobytes(size.bytes) } }),
  },
];

export const messageOf = ({ code, params }: Finding): Message => ({
  key: `look.${code}`,
  ...(params && { params }),
});

/** A campaign's text as it was looked over, line by line. One that asks about new words has none of its own. */
export function textChecks(campaign: Campaign, own: OwnSurveys): Check[] {
  const seen = seenOf(campaign, own);
  if (!seen) return [];
  return WELL.flatMap(({ point, message }): Check[] => {
    const found = seen.findings.filter((finding) => pointOf(finding) === point);
    const well = message(seen);
    if (found.length === 0) return well ? [{ ok: true, message: well }] : [];
    return found.map((finding) =>
      finding.level === 'stop'
        ? { ok: false, message: messageOf(finding) }
        : { ok: true, warns: true, message: messageOf(finding) },
    );
  });
}

/** The first thing in a campaign's text that keeps it from going out as it is. */
export function textStop(campaign: Campaign, own: OwnSurveys): Message | undefined {
  const found = seenOf(campaign, own)?.findings.find(({ level }) => level === 'stop');
  return found && messageOf(found);
}

/** Its links, for somebody to try. */
export function linksToTry(campaign: Campaign): LookedOver['links'] {
  return seenOf(campaign)?.links ?? [];
}

function seenOf({ kind, locale, ...campaign }: Campaign, own?: OwnSurveys): LookedOver | undefined {
  if (kind === 'reconsent') return undefined;
  return lookOver({ ...campaign, locale: isLocale(locale) ? locale : 'nb' }, own);
}
