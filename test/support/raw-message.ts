export interface HeaderField {
  name: string;
  /** Unfolded. */
  value: string;
}

/** The header fields of a message or a MIME part, as they came, in order. */
export function headerFields(raw: Buffer): HeaderField[] {
  const text = raw.toString('utf8');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .split(/\r\n(?![ \t])/)
    .map((field) => {
      const [, name = '', content = ''] = /^([!-9;-~]+):([^]*)$/.exec(field) ?? [];
      return { name, value: content.replaceAll(/\r\n([ \t])/g, '$1').trim() };
    });
}

/** The value of the one field of this name. @throws Error when there is none, or more */
export function value(raw: Buffer, name: string): string {
  const found = headerFields(raw).filter((field) => field.name.toLowerCase() === name);
  if (found.length !== 1) throw new Error(`${name} stands ${found.length} times`);
  return found[0]!.value;
}

/** The parts of a message of two, plain and HTML, without their transfer encoding (RFC 2045, 6.7): the bytes meant. */
export function decodedParts(raw: Buffer): [plain: Buffer, html: Buffer] {
  const boundary = /boundary="([^"]+)"/.exec(value(raw, 'content-type'))![1]!;
  const parts = raw.toString('latin1').split(`\r\n--${boundary}`).slice(1, 3);
  const [plain, html] = parts.map((part) => {
    const encoded = part.slice(part.indexOf('\r\n\r\n') + 4).replaceAll('=\r\n', '');
    const bytes = encoded.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Buffer.from(bytes, 'latin1');
  });
  return [plain!, html!];
}
