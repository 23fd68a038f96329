import { type Locale } from '../platform/i18n/messages.js';
import { blockFindings } from './blocks/block-findings.js';
import { isUnreadable } from './blocks/read-blocks.js';
import { type Finding, type Point, stop, warning } from './finding.js';
import { linkFaults } from './link-faults.js';
import { linksOf, type ShownLink } from './links-of.js';
import { renderText } from './render-text.js';
import { leadsToSurvey, type OwnSurveys, surveysIn } from './survey-links.js';
import { subjectFindings } from './subject-findings.js';
import { kilobytes, textSize, type TextSize } from './text-size.js';
import type { WrittenText } from './written-text.js';

/** A mailing as it was written. */
export interface WrittenCampaign extends WrittenText {
  locale: Locale;
  subject: string;
  preheader: string;
}

export interface LookedOver {
  findings: Finding[];
  size: TextSize;
  links: ShownLink[];
  /** Of which kinds there is something in the text. */
  has: ReadonlySet<Point>;
}

/**
 * What a person would look over before a mailing goes out, as far as it can be seen in what was written. Nothing is
 * fetched: whether a link answers is for somebody to try.
 * @param own our surveys, and which of them this list's readers can answer now
 */
export function lookOver(campaign: WrittenCampaign, own?: OwnSurveys): LookedOver {
  const { html, text } = renderText(campaign, { locale: campaign.locale });
  const links = linksOf(html);
  const size = textSize(campaign);
  const blocks = blockFindings(campaign);
  const findings = [
    ...subjectFindings(campaign.subject),
    ...(campaign.preheader.trim() === '' ? [warning('preheader.missing')] : []),
    ...(isUnreadable(campaign) ? [stop('text.unreadable')] : text.trim() === '' ? [stop('text.empty')] : []),
    ...(text.includes('{{') ? [warning('words.braces')] : []),
    ...(/!\s*!/.test(text) ? [warning('words.exclamation')] : []),
    ...blocks.findings,
    ...linkFindings(links).filter((found) => !own || !isOursOnTrial(found, own)),
    ...(own ? surveyFindings(links, own) : []),
    ...sizeFindings(size),
  ];
  const has = new Set<Point>([...blocks.has, ...(links.length > 0 ? (['links'] as const) : [])]);
  return { findings, size, links, has };
}

/** What would lead a reader astray. */
export function linkFindings(links: readonly ShownLink[]): Finding[] {
  return linkFaults(links).map(({ fault, link: { text, href }, host }) =>
    stop(`links.${fault}`, { text, href, host }),
  );
}

/** On trial we are at a host that nobody else could reach, so that a link to us would pass for one that leads nowhere. */
function isOursOnTrial({ code, params }: Finding, { publicUrl }: OwnSurveys): boolean {
  return code === 'links.malformed' && leadsToSurvey(String(params?.href), publicUrl);
}

/** Its readers would come before a closed door, and the keeper would hold it. */
function surveyFindings(links: readonly ShownLink[], { publicUrl, open }: OwnSurveys): Finding[] {
  return links
    .filter(({ href }) => surveysIn([{ href }], publicUrl).some((id) => !open.has(id)))
    .map(({ text }) => stop('links.survey', { text }));
}

function sizeFindings({ level, bytes }: TextSize): Finding[] {
  const params = { kilobytes: kilobytes(bytes) };
  if (level === 'fine') return [];
  return [level === 'large' ? warning('size.large', params) : stop('size.too-large', params)];
}
