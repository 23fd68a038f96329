import { z } from 'zod';
import { PLACE } from '../../campaigns/place.js';
import { placeFault } from '../../campaigns/places.js';
import { isTooLargeToShow } from '../../campaigns/render-markdown.js';
import { LOCALES, type Message } from '../../platform/i18n/messages.js';
import { faults, lineFault, textFault, typed } from './fields.js';
import type { CampaignValues } from './pages/campaign-edit-page.js';

export const campaignForm = z.object({
  list: typed,
  language: typed,
  subject: typed,
  preheader: typed,
  body: typed,
});

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
      textFault(values.body, { max: 60_000 }) ?? tooLargeFault(values.body) ?? placesFault(values.body, asks),
  });
}

/** A subject that pretends to answer or to pass on a mail is a lie to the reader, and providers count it as one. */
function falseReplyFault(subject: string): Message | undefined {
  return /^\s*(re|sv|vs|fwd?|aw)\s*:/i.test(subject) ? { key: 'edit.error.false-reply' } : undefined;
}

/** What people answered is filled into the text, where both parts of a message have it. */
function elsewhereFault(line: string): Message | undefined {
  return line.search(PLACE) >= 0 ? { key: 'edit.error.place-elsewhere' } : undefined;
}

function placesFault(body: string, asks: readonly string[]): Message | undefined {
  const found = placeFault(body, asks);
  if (!found) return undefined;
  const { fault, name } = found;
  return { key: `edit.error.place-${fault}`, params: { name, example: `{{${name}|…}}` } };
}

function tooLargeFault(body: string): Message | undefined {
  return isTooLargeToShow(body) ? { key: 'edit.error.too-large' } : undefined;
}

/** The columns of a draft, from checked values. */
export function contentOf({ language, subject, preheader, body }: CampaignValues) {
  return {
    locale: language,
    subject: subject.trim(),
    preheader: preheader.trim(),
    body: body.replaceAll('\r\n', '\n'),
  };
}
