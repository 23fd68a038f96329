import { decodeWords } from '../../inbound/encoded-words.js';

/** What a field says: its octets, one a character, as UTF-8 (RFC 6532), and encoded words (RFC 2047) decoded. */
export function headerText(octets: string): string {
  return decodeWords(Buffer.from(octets, 'latin1').toString('utf8'));
}
