import type { DkimAlgorithm } from '../dns/dkim-record.js';

/** Of any line of the field, its leading space included. */
const COLUMNS = 76;

/**
 * The value of a DKIM-Signature field (RFC 6376 §3.5) up to an empty `b=`. It is folded with CRLF and one space, so
 * that unfolding leaves one space.
 * @param list from {@link foldedList}
 */
export function unsignedField(
  { algorithm, domain, selector }: { algorithm: DkimAlgorithm; domain: string; selector: string },
  { list, time, bodyHash }: { list: string; time: number | undefined; bodyHash: string },
): string {
  const stamp = time === undefined ? '' : ` t=${time};`;
  const lines = [
    `v=1; a=${algorithm}; c=relaxed/relaxed;${stamp}`,
    `d=${domain};`,
    `s=${selector};`,
    list,
    `bh=${bodyHash};`,
    'b=',
  ];
  return lines.join('\r\n ');
}

/** `h=` in lines, broken behind a colon. @param names with colons between */
export function foldedList(names: string): string {
  const lines: string[] = [];
  let line = 'h=';
  for (const piece of `${names};`.match(/[^:]+:?/g) ?? []) {
    if (line.length + piece.length >= COLUMNS) {
      lines.push(line);
      line = '';
    }
    line += piece;
  }
  return [...lines, line].join('\r\n ');
}

/** What goes behind `b=`, in base64. */
export function foldedSignature(signature: string): string {
  const lines = [signature.slice(0, COLUMNS - 4)];
  for (let at = COLUMNS - 4; at < signature.length; at += COLUMNS - 1)
    lines.push(signature.slice(at, at + COLUMNS - 1));
  return lines.join('\r\n ');
}
