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
