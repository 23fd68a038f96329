/** The subject in a message's header, unfolded and decoded; empty when it has none. */
export function messageSubject(header: string): string {
  const unfolded = header.split(/\r?\n\r?\n/, 1)[0]!.replace(/\r?\n(?=[ \t])/g, '');
  const [, value = ''] = /^subject:[ \t]*(.*)$/im.exec(unfolded) ?? [];
  return decodeWords(value.trim());
}

/** Encoded words in a header's text, RFC 2047: white space between two of them is not part of it (section 6.2). */
function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(
      /=\?([\w-]+)(?:\*[\w-]+)?\?([bq])\?([^?\s]*)\?=/gi,
      (word, charset: string, kind: string, coded: string) => {
        try {
          return new TextDecoder(charset).decode(
            kind.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : quoted(coded),
          );
        } catch {
          // A charset that is not known here stays as it came.
          return word;
        }
      },
    );
}

function quoted(coded: string): Buffer {
  const bytes = coded
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
