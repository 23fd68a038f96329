import type { Mime } from '../../inbound/mime-parts.js';
import { partText } from '../../inbound/part-text.js';
import type { Body } from './body.js';

/** What can be had of a message that no parser may read whole: its first text, found within bounds. */
export function plainBody(mime: Mime): Body {
  const shown = mime.parts.filter(
    ({ fields }) => !/^\s*attachment/i.test(fields.get('content-disposition') ?? ''),
  );
  const part =
    shown.find(({ content }) => content.type === 'text/plain') ??
    shown.find(({ content }) => content.type === 'text/html');
  return { text: part ? partText(part) : '', html: undefined, files: [], cut: true };
}
