import type { DkimKeyRow } from './dkim-key.queries.js';

/** Every mail is signed twice (RFC 8463 §3): with RSA for those who know no other, and with Ed25519. */
export type SigningPair = readonly [rsa: DkimKeyRow, ed25519: DkimKeyRow];

/** The keys of one domain that sign; before any has been seen in DNS, those that wait. Undefined without both. */
export function signingPair(keys: readonly DkimKeyRow[]): SigningPair | undefined {
  return pairIn(keys, 'active') ?? pairIn(keys, 'waiting');
}

export function pairIn(
  keys: readonly DkimKeyRow[],
  wanted: 'active' | 'waiting' | 'retired',
): SigningPair | undefined {
  const one = (algorithm: DkimKeyRow['algorithm']) =>
    keys.find((key) => key.state === wanted && key.algorithm === algorithm);
  const [rsa, ed25519] = [one('rsa-sha256'), one('ed25519-sha256')];
  return rsa && ed25519 && [rsa, ed25519];
}

/** Whether receivers find this key. A name server that is away for a day takes nothing back that it has said. */
export function isFound({ checkResult, seenLately }: DkimKeyRow): boolean {
  return checkResult === 'published' || (checkResult === 'dns-away' && seenLately);
}
