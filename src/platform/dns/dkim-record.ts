import type { KeyObject } from 'node:crypto';
import type { Resolver } from 'node:dns/promises';

export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';

/** The public half of a signing key, as its record carries it. */
export interface PublishedKey {
  algorithm: DkimAlgorithm;
  /** RSA: a SubjectPublicKeyInfo in DER. Ed25519: the 32 bytes (RFC 8463 §4.2). */
  publicKey: Buffer;
}

/** What DNS says of a key: `dns-away` when it could not be asked. */
export type RecordVerdict = 'published' | 'not-published' | 'other-key' | 'dns-away';

const PATIENCE_MS = 3000;
const TAG_NAME = /^[A-Za-z]\w*$/;

export const keyRecordName = (selector: string, domain: string) => `${selector}._domainkey.${domain}`;

/** The text of a key's TXT record (RFC 6376 §3.6.1). */
export function keyRecord({ algorithm, publicKey }: PublishedKey): string {
  return `v=DKIM1; k=${keyType(algorithm)}; p=${publicKey.toString('base64')}`;
}

/** What a key's record carries of it. */
export function publishedBytes(publicKey: KeyObject): Buffer {
  const info = publicKey.export({ type: 'spki', format: 'der' });
  return publicKey.asymmetricKeyType === 'ed25519' ? info.subarray(-32) : info;
}

/** Whether a verifier would find this key, and no other, under the name. Never rejects; 3 s at most. */
export async function lookUpKeyRecord(
  name: string,
  key: PublishedKey,
  resolver: Pick<Resolver, 'resolveTxt'> | 'off',
): Promise<RecordVerdict> {
  if (resolver === 'off') return 'dns-away';
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<RecordVerdict>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'dns-away');
  });
  try {
    return await Promise.race([ask(name, key, resolver), outOfTime]);
  } finally {
    clearTimeout(timer);
  }
}

async function ask(
  name: string,
  key: PublishedKey,
  resolver: Pick<Resolver, 'resolveTxt'>,
): Promise<RecordVerdict> {
  let records: string[];
  try {
    records = (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENODATA' || code === 'ENOTFOUND' ? 'not-published' : 'dns-away';
  }
  const published = records.map(readTags).filter((tags) => tags?.get('p'));
  // With several, each verifier picks its own (§3.6.2.2).
  if (published.length > 1) return 'other-key';
  const [tags] = published;
  if (!tags) return 'not-published';
  return carries(tags, key) ? 'published' : 'other-key';
}

function carries(tags: Map<string, string>, { algorithm, publicKey }: PublishedKey): boolean {
  const allows = (tag: string, ...wanted: string[]) =>
    (tags.get(tag) ?? wanted[0]!).split(':').some((word) => wanted.includes(word.trim()));
  return (
    allows('v', 'DKIM1') &&
    (tags.get('k') ?? 'rsa') === keyType(algorithm) &&
    allows('h', 'sha256') &&
    allows('s', '*', 'email') &&
    Buffer.from(tags.get('p')!.replaceAll(/\s/g, ''), 'base64').equals(publicKey)
  );
}

/** A tag list (§3.2); undefined where it is none, and verifiers would not take it. */
function readTags(text: string): Map<string, string> | undefined {
  const tags = new Map<string, string>();
  for (const tag of text.replace(/;\s*$/, '').split(';')) {
    const equals = tag.indexOf('=');
    const name = tag.slice(0, Math.max(equals, 0)).trim();
    if (!TAG_NAME.test(name) || tags.has(name) || (name === 'v' && tags.size > 0)) return undefined;
    tags.set(name, tag.slice(equals + 1).trim());
  }
  return tags;
}

function keyType(algorithm: DkimAlgorithm): 'rsa' | 'ed25519' {
  return algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519';
}
