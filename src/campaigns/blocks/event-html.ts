import { translator } from '../../platform/i18n/messages.js';
import { type Html, markup } from '../../platform/rendering/html.js';
import type { PlainBlock } from './block-document.js';
import { type Surroundings, titleHtml } from './title-html.js';
import { eventTime } from './event-time.js';
import { typedText } from './typed-text.js';

type EventBlock = Extract<PlainBlock, { type: 'event' }>;

/** What happens, when and where. The tile says the day once more to the eye, and to nobody who listens. */
export function eventHtml(block: EventBlock, around: Surroundings): Html {
  const { attrs } = block;
  const { style } = around;
  const title = typedText(attrs.title).trim();
  const place = typedText(attrs.place).trim();
  const time = eventTime(attrs, around.locale, around.timeZone);
  if (title === '' && place === '' && !time) return markup``;
  const tile = time
    ? markup`<td aria-hidden="true" style="${style.tile}"><p class="tile" style="${style.day}">${time.day}</p><p class="tile" style="${style.month}">${time.month}</p></td>`
    : markup``;
  const heading =
    title === ''
      ? markup``
      : titleHtml(around.outline.get(block) ?? 2, style.occasionTitle, title, markup`${title}`);
  const line = (words: Html) => markup`<p style="${style.occasionLine}">${words}</p>`;
  const more = translator(around.locale)('mail.event.more', { event: title });
  const lines = [
    ...(time ? [line(markup`${time.when}`)] : []),
    ...(place === '' ? [] : [line(markup`${place}`)]),
    ...(attrs.href === '' || title === ''
      ? []
      : [line(markup`<a href="${typedText(attrs.href)}" style="${style.a}">${more}</a>`)]),
  ];
  return markup`<table class="rule" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${style.event}"><tr>${tile}<td style="${style.occasion}">${heading}${lines}</td></tr></table>`;
}
