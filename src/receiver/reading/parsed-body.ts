import { simpleParser } from 'mailparser';
import type { Body } from './body.js';

/** Beyond these mailparser is not asked at all: it would end with an error, or take its time. */
const MOST_DELIMITERS = 1000;
const MOST_HEAD = 64 * 1024;

/** By mailparser; undefined for a message that it may not be given, or will not read. */
export async function parsedBody(message: Buffer): Promise<Body | undefined> {
  if (!isWithinBounds(message)) return undefined;
  try {
    const { text, html, attachments } = await simpleParser(message, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
      keepCidLinks: true,
    });
    return {
      text,
      html: html || undefined,
      files: attachments.map(({ filename, content }) => ({ name: filename, octets: content })),
      cut: false,
    };
  } catch {
    return undefined;
  }
}

function isWithinBounds(message: Buffer): boolean {
  const head = /\r?\n\r?\n/.exec(message.toString('latin1', 0, MOST_HEAD));
  if (!head && message.length > MOST_HEAD) return false;
  let at = -1;
  for (let count = 0; count <= MOST_DELIMITERS; count += 1) {
    at = message.indexOf('\n--', at + 1, 'latin1');
    if (at === -1) return true;
  }
  return false;
}
