import { hkdfSync } from 'node:crypto';

/** What a secret is called where it must be named: 16 hexadecimal digits that tell nothing of it. */
export function secretId(secret: Buffer): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'jatakk secret id', 8)).toString('hex');
}
