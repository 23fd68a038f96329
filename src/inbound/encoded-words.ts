import { decodeCharset } from './part-text.js';

const WORD = /=\?([a-z0-9_.:-]{1,40})(?:\*[a-z0-9-]{1,20})?\?([bq])\?([^?\s]{0,400})\?=/gi;

/** Replaces encoded words (RFC 2047), and the space between two of them; what cannot be read stays as it is. */
export function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s{1,20}=\?/g, '?==?')
    .replaceAll(WORD, (_whole, charset: string, encoding: string, text: string) =>
      decodeCharset(
        encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQ(text.replaceAll('_', ' ')),
        charset,
      ),
    );
}

function fromQ(text: string): Buffer {
  return Buffer.from(
    text.replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
