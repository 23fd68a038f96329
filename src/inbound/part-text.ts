import { BOUNDS } from './bounds.js';
import type { Part } from './mime-parts.js';

/** What switches to Japanese in ISO 2022 (RFC 1468): old servers write it into reports, whose parts have no character set. */
const TO_JAPANESE = '\u001B$B';

/** What a part says, as text: its transfer encoding and character set undone, up to the bound. */
export function partText({ fields, content, body }: Part): string {
  const octets = decodeTransfer(body.slice(0, BOUNDS.decoded), fields.get('content-transfer-encoding') ?? '');
  const text = decodeCharset(
    octets,
    content.parameters.get('charset') ?? (body.includes(TO_JAPANESE) ? 'iso-2022-jp' : 'utf-8'),
  );
  return content.type === 'text/html' ? withoutTags(text) : text;
}

function decodeTransfer(body: string, encoding: string): Buffer {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return Buffer.from(
        body
          .replaceAll(/[ \t]{0,80}\r?\n/g, '\n')
          .replaceAll('=\n', '')
          .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
    default:
      return Buffer.from(body, 'latin1');
  }
}

/** A set that nobody knows, or that hides ASCII (UTF-7, EBCDIC), is read octet by octet: rules are matched in ASCII. */
export function decodeCharset(octets: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset.trim()).decode(octets);
  } catch {
    return octets.toString('latin1');
  }
}

function withoutTags(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/td|\/li|\/h\d)\b[^<>]{0,200}>/gi, '\n')
    .replaceAll(/<[a-z!/][^<>]{0,2000}>/gi, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/&(?:#39|apos|rsquo);/g, "'")
    .replaceAll('&amp;', '&');
}
