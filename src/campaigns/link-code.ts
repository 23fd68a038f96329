import { createHash } from 'node:crypto';

/** 16 bytes as base64url. */
const CODE = /^[\w-]{22}$/;

/** A link's id: the same for everybody who gets the campaign, and not to be guessed without its seed. */
export function linkId(seed: string, target: string): string {
  const hex = createHash('sha256').update(`${seed} ${target}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An id as it stands in an address. */
export function linkCode(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The address that leads through us to a target, for every recipient of a campaign. */
export function throughUs(publicUrl: string, seed: string): (target: string) => string {
  return (target) => `${publicUrl}/r/${linkCode(linkId(seed, target))}`;
}

/** The id in an address; undefined where there is none. */
export function linkOfCode(code: string): string | undefined {
  if (!CODE.test(code)) return undefined;
  const hex = Buffer.from(code, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
