/** One header field as it stands in a message, its folding included, without its last CRLF. */
export interface HeaderField {
  /** In lower case. */
  name: string;
  raw: string;
}

/**
 * A message taken apart. Text is latin1: one character for each byte, so that nothing is changed on the way.
 * @throws RangeError for a line that ends in a CR or LF alone, for NUL, and for a header that is none: a server on
 * the way might repair it, and the signature would be of another message
 */
export function takeApart(message: Buffer): { fields: HeaderField[]; body: string } {
  const text = message.toString('latin1');
  if (NOT_CANONICAL.test(text)) throw new RangeError('dkim: a bare CR or LF, or NUL');
  const headerEnd = text.indexOf('\r\n\r\n');
  const header = headerEnd < 0 ? text.replace(/\r\n$/, '') : text.slice(0, headerEnd);
  return {
    fields: header.split(FIELD_END).map((raw) => ({ name: fieldName(raw), raw })),
    body: headerEnd < 0 ? '' : text.slice(headerEnd + 4),
  };
}

const NOT_CANONICAL = /\r(?!\n)|(?<!\r)\n|\0/;
const LF = 10;
const FIELD_END = /\r\n(?![ \t])/;
const FIELD_NAME = /^([!-9;-~]+)[ \t]*:/;

function fieldName(raw: string): string {
  const name = FIELD_NAME.exec(raw)?.[1];
  if (name === undefined) throw new RangeError('dkim: a header line without a name');
  return name.toLowerCase();
}

/** The "relaxed" form of a header field, without a CRLF behind it (RFC 6376 §3.4.2). */
export function relaxedField({ name, raw }: HeaderField): string {
  const value = raw.slice(raw.indexOf(':') + 1);
  return `${name}:${value
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`;
}

/** The "relaxed" form of a body (RFC 6376 §3.4.4). Linear in its length, whatever it holds. */
export function relaxedBody(body: string): string {
  const lines = `${body}\r\n`.replace(/[ \t]{2,}|\t/g, ' ').replaceAll(' \r\n', '\r\n');
  let end = lines.length;
  while (end > 0 && lines.charCodeAt(end - 1) === LF) end -= 2;
  return end === 0 ? '' : lines.slice(0, end + 2);
}
