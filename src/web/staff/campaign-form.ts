import { z } from 'zod';
import { PLACE } from '../../campaigns/place.js';
import { isUnreadable } from '../../campaigns/blocks/read-blocks.js';
import { linksOf } from '../../campaigns/links-of.js';
import { linkFindings } from '../../campaigns/look-over.js';
import { placeFault } from '../../campaigns/places.js';
import { renderText } from '../../campaigns/render-text.js';
import { isFalseReply } from '../../campaigns/subject-findings.js';
import { mayBeSurvey } from '../../campaigns/survey-links.js';
import { textSize } from '../../campaigns/text-size.js';
import type { ReadAs } from '../../campaigns/keep-draft.service.js';
import { campaignFormat, type WrittenText } from '../../campaigns/written-text.js';
import { LOCALES, type Message } from '../../platform/i18n/messages.js';
import { faults, lineFault, textFault, typed } from './fields.js';
import { parseForm } from '../http/parse-form.js';
import type { CampaignValues } from './pages/campaign-edit-page.js';
import { messageOf } from './text-checks.js';

/** In characters; a document says as much in more of them. */
const LONGEST = { markdown: 60_000, blocks: 200_000 } as const;

export const campaignForm = z.object({
  list: typed,
  language: typed,
  subject: typed,
  preheader: typed,
  /** Only said where it is chosen; a campaign that is there keeps its own. */
  format: campaignFormat.optional(),
  body: z.string().max(LONGEST.blocks).default(''),
});

const read = z.object({
  seen: z.coerce.number().int().min(0).optional().catch(undefined),
  hand: z.uuid().optional().catch(undefined),
});

/** Which version of a draft a form or a page was made of; nothing where it does not say. */
export function readAs(body: unknown): ReadAs {
  const { seen = null, hand = null } = parseForm(read, body);
  return { seen, hand };
}

/** What of the lines of a draft cannot be kept; a draft may lack them yet. */
export function lineFaults({ subject, preheader }: Pick<CampaignValues, 'subject' | 'preheader'>) {
  return faults<'subject' | 'preheader'>({
    subject:
      lineFault(subject, { max: 200, optional: true }) ?? falseReplyFault(subject) ?? elsewhereFault(subject),
    preheader: lineFault(preheader, { max: 200, optional: true }) ?? elsewhereFault(preheader),
  });
}

/** Pressed «save and go on»: the campaign's own page comes next, where it is sent from. */
export const goesOn = (body: unknown) => (body as { onward?: unknown } | undefined)?.onward === 'yes';

/** What is wrong with a campaign as it is written, per field. */
export function contentFaults(values: CampaignValues, asks: readonly string[] = []) {
  return faults<keyof CampaignValues>({
    language: (LOCALES as readonly string[]).includes(values.language)
      ? undefined
      : { key: 'form.unknown-choice' },
    subject:
      lineFault(values.subject, { max: 200 }) ??
      falseReplyFault(values.subject) ??
      elsewhereFault(values.subject),
    preheader: lineFault(values.preheader, { max: 200, optional: true }) ?? elsewhereFault(values.preheader),
    body:
      textFault(values.body, { max: LONGEST[values.format] }) ??
      unreadableFault(values) ??
      tooLargeFault(values) ??
      placesFault(values, asks) ??
      linksFault(values),
  });
}

function falseReplyFault(subject: string): Message | undefined {
  return isFalseReply(subject) ? { key: 'edit.error.false-reply' } : undefined;
}

/** What people answered is filled into the text, where both parts of a message have it. */
function elsewhereFault(line: string): Message | undefined {
  return line.search(PLACE) >= 0 ? { key: 'edit.error.place-elsewhere' } : undefined;
}

function placesFault(written: WrittenText, asks: readonly string[]): Message | undefined {
  const found = placeFault(written, asks);
  if (!found) return undefined;
  const { fault, name } = found;
  return { key: `edit.error.place-${fault}`, params: { name, example: `{{${name}|…}}` } };
}

function unreadableFault(written: WrittenText): Message | undefined {
  return isUnreadable(written) ? { key: 'look.text.unreadable' } : undefined;
}

function tooLargeFault(written: WrittenText): Message | undefined {
  return textSize(written).level === 'too-large' ? { key: 'edit.error.too-large' } : undefined;
}

/** A link that would lead its reader astray. What is only unfinished is saved, and looked over before it goes out. */
function linksFault(written: WrittenText): Message | undefined {
  const found = linkFindings(linksOf(renderText(written, { locale: 'nb' }).html)).find(
    ({ code, params }) => code !== 'links.malformed' || !mayBeSurvey(String(params?.href)),
  );
  return found && messageOf(found);
}

/** The columns of a draft, from checked values. */
export function contentOf({ language, subject, preheader, format, body }: CampaignValues) {
  return {
    locale: language,
    subject: subject.trim(),
    preheader: preheader.trim(),
    format,
    body: body.replaceAll('\r\n', '\n'),
  };
}
