import MailComposer from 'nodemailer/lib/mail-composer';
import { encodeWords, quoteString } from 'nodemailer/lib/mime-funcs';
import { encode as quotedPrintable, wrap } from 'nodemailer/lib/qp';
import { escapeHtml } from './html.js';

/** Characters of the private use area that stand for what is filled in per recipient. */
export const PLACEHOLDER = { leaveUrl: '\uE001', answerUrl: '\uE002' } as const;

const FIRST_FILL = 0xe010;

const FIRST_TICKET = 0xe003;

/** How many surveys one text may lead to. */
export const MOST_TICKETS = 8;

/** The character that stands for the recipient's own ticket to one survey, counted from 0. */
export function ticketMark(survey: number): string {
  return String.fromCharCode(FIRST_TICKET + survey);
}

/** How many places one text may have beside the link. */
export const MOST_FILLS = 200;

/** The character that stands for the recipient's own words at one place of the text, counted from 0. */
export function fillMark(place: number): string {
  return String.fromCharCode(FIRST_FILL + place);
}

export interface MessageParts {
  from: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  date: Date;
  /** The MIME boundary's stem: the same for every attempt of the same message. */
  boundary: string;
  /** List-Id (RFC 2919): a phrase that may change and an identifier that never does. */
  listId: { phrase: string; id: string };
  /** Whom List-Help leads to. */
  helpAddress: string;
  /** Further header fields, the same for everybody, in order. */
  headers: Record<string, string>;
}

/** What differs between two recipients, and nothing else does. */
export interface RecipientValues {
  to: string;
  messageId: string;
  leaveUrl: string;
  /** An address that a mail to ends the same subscription; beside the link, never instead of it (RFC 8058 §3.1). */
  leaveAddress?: string;
  /** What stands at each place of {@link fillMark}, in order: plain text, escaped here where it comes into HTML. */
  fills?: readonly string[];
  /** The link to what this one person is asked; only where the message has a place for it. */
  answerUrl?: string;
  /** What stands at each {@link ticketMark}, in order, in characters that nothing has to be escaped of. */
  tickets?: readonly string[];
}

type Segment = Buffer | { line: string; part: 'text' | 'html' };

const MARKS = new RegExp(
  `[${PLACEHOLDER.leaveUrl}${PLACEHOLDER.answerUrl}${ticketMark(0)}-${ticketMark(MOST_TICKETS - 1)}${fillMark(0)}-${fillMark(MOST_FILLS - 1)}]`,
);
const EVERY_MARK = new RegExp(MARKS, 'g');

// Not ASCII, so that nodemailer declares the parts quoted-printable, which is what is put in the marks' places.
const TEXT_MARK = { written: 'jatakk-text-part-ø', encoded: 'jatakk-text-part-=C3=B8' };
const HTML_MARK = { written: 'jatakk-html-part-ø', encoded: 'jatakk-html-part-=C3=B8' };

/**
 * A message composed once and filled in per recipient. MIME and header encoding are nodemailer's; only the lines that
 * hold a placeholder are encoded again for each recipient.
 */
export class MessageTemplate {
  private constructor(
    private readonly header: Buffer,
    private readonly segments: Segment[],
  ) {}

  static async compile(parts: MessageParts): Promise<MessageTemplate> {
    const composer = new MailComposer({
      from: parts.from,
      subject: parts.subject,
      date: parts.date,
      baseBoundary: parts.boundary,
      text: TEXT_MARK.written,
      html: HTML_MARK.written,
      textEncoding: 'quoted-printable',
      headers: {
        'List-ID': asItStands(`${phrase(parts.listId.phrase)} <${parts.listId.id}>`),
        'List-Help': asItStands(`<mailto:${parts.helpAddress}>`),
        ...parts.headers,
      },
      disableFileAccess: true,
      disableUrlAccess: true,
      messageId: '<placeholder@invalid>',
    });
    const raw = (await composer.compile().build()).toString('latin1');
    const headerEnd = raw.indexOf('\r\n\r\n') + 2;
    const header = raw
      .slice(0, headerEnd)
      .split(/\r\n(?![ \t])/)
      .filter((field) => !/^message-id:/i.test(field))
      .join('\r\n');
    const body = raw.slice(headerEnd);
    const textAt = body.indexOf(TEXT_MARK.encoded);
    const htmlAt = body.indexOf(HTML_MARK.encoded);
    const segments = [
      Buffer.from(body.slice(0, textAt), 'latin1'),
      ...encodeLines(parts.text, 'text'),
      Buffer.from(body.slice(textAt + TEXT_MARK.encoded.length, htmlAt), 'latin1'),
      ...encodeLines(parts.html, 'html'),
      Buffer.from(body.slice(htmlAt + HTML_MARK.encoded.length), 'latin1'),
    ];
    return new MessageTemplate(Buffer.from(header, 'latin1'), segments);
  }

  /** The whole message for one recipient, CRLF line ends, ready for DATA (dots not yet stuffed). */
  render({
    to,
    messageId,
    leaveUrl,
    leaveAddress,
    answerUrl = '',
    fills = [],
    tickets = [],
  }: RecipientValues): Buffer {
    // Folded, since each of the two is nearly a line (RFC 5322 §2.1.1).
    const byMail = leaveAddress === undefined ? '' : `,\r\n <mailto:${leaveAddress}?subject=unsubscribe>`;
    const own = `To: ${to}\r\nMessage-ID: <${messageId}>\r\nList-Unsubscribe: <${leaveUrl}>${byMail}\r\n`;
    const filled = this.segments.map((segment) => {
      if (Buffer.isBuffer(segment)) return segment;
      const words = segment.part === 'html' ? fills.map(escapeHtml) : fills;
      return encodeLine(fillIn(segment.line, { leaveUrl, answerUrl }, { words, tickets }));
    });
    return Buffer.concat([Buffer.from(own, 'utf8'), this.header, ...filled]);
  }
}

/** A header value that is only folded: the composer leaves `list` to nodemailer's transports, which are not used here. */
function asItStands(value: string): { prepared: true; foldLines: true; value: string } {
  return { prepared: true, foldLines: true, value };
}

/** A phrase (RFC 5322 §3.2.5): a quoted string, or encoded words of at most 75 characters each (RFC 2047 §2). */
function phrase(text: string): string {
  const encoded = encodeWords(text, 'Q', 52, true);
  return encoded === text ? quoteString(text) : encoded;
}

function encodeLines(text: string, part: 'text' | 'html'): Segment[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const segments: Segment[] = [];
  let fixed: Buffer[] = [];
  lines.forEach((line, index) => {
    const lineEnd = Buffer.from(index < lines.length - 1 ? '\r\n' : '');
    if (!MARKS.test(line)) {
      fixed.push(encodeLine(line), lineEnd);
      return;
    }
    segments.push(Buffer.concat(fixed), { line, part });
    fixed = [lineEnd];
  });
  segments.push(Buffer.concat(fixed));
  return segments;
}

/** Once over the line: what is filled in is not looked at again, whatever it holds. */
function fillIn(
  line: string,
  links: Record<keyof typeof PLACEHOLDER, string>,
  { words, tickets }: { words: readonly string[]; tickets: readonly string[] },
): string {
  return line.replace(EVERY_MARK, (mark) => {
    if (mark === PLACEHOLDER.leaveUrl) return links.leaveUrl;
    if (mark === PLACEHOLDER.answerUrl) return links.answerUrl;
    const code = mark.charCodeAt(0);
    return (code < FIRST_FILL ? tickets[code - FIRST_TICKET] : words[code - FIRST_FILL]) ?? '';
  });
}

function encodeLine(line: string): Buffer {
  return Buffer.from(wrap(quotedPrintable(line)), 'latin1');
}
