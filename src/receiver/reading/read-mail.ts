import { toUSVString } from 'node:util';
import type { MailArrival } from '../../inbound/arrival.js';
import type { Mime } from '../../inbound/mime-parts.js';
import { attachmentsOf } from './attachments.js';
import { manyLines, oneLine } from './clean-text.js';
import { harmlessHtml } from './harmless-html.js';
import { headerText } from './header-text.js';
import { messageIds } from './message-ids.js';
import { parsedBody } from './parsed-body.js';
import { plainBody } from './plain-body.js';
import type { ReadMail } from './reading.js';
import { textOfHtml } from './text-of-html.js';

const MOST_TEXT = 200_000;
const MOST_HTML = 500_000;

/** A mail that somebody wrote, harmless and within bounds. What was too much is left out, and it says so. */
export async function readMail(
  message: Buffer,
  mime: Mime,
  about: Pick<MailArrival, 'from' | 'automatic' | 'bulk' | 'class'>,
): Promise<ReadMail> {
  const body = (await parsedBody(message)) ?? plainBody(mime);
  const harmless = body.html === undefined ? undefined : harmlessHtml(body.html);
  const html = harmless && harmless.html.length <= MOST_HTML ? toUSVString(harmless.html) : undefined;
  const said = body.text?.trim() ? body.text : harmless && textOfHtml(harmless.html);
  const { text, cut: textCut } = manyLines(said ?? '', MOST_TEXT);
  const { files, cut: filesCut } = await attachmentsOf(body.files);
  return {
    content: {
      ...about,
      ...messageIds(mime.fields),
      subject: oneLine(headerText(mime.fields.get('subject') ?? ''), 998),
      text,
      ...(html && { html }),
      cut:
        body.cut || textCut || filesCut || (harmless !== undefined && (harmless.cut || html === undefined)),
      attachments: files.map(({ name, type, octets }) => ({ name, type, bytes: octets.length })),
    },
    parts: files.map(({ octets }) => octets),
  };
}
