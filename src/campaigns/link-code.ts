import { createHash } from 'node:crypto';
import { leadsToSurvey } from './survey-links.js';

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

/** The address that leads through us to a target, for every recipient of a campaign. Undefined for surveys of ours. */
export function throughUs(publicUrl: string, seed: string): (target: string) => string | undefined {
  return (target) =>
    leadsToSurvey(target, publicUrl) ? undefined : `${publicUrl}/r/${linkCode(linkId(seed, target))}`;
}

/** Where nobody is counted: straight to the target, under the words that readers of what is counted get. */
export function straightOn(publicUrl: string): (target: string) => string | undefined {
  return (target) => (leadsToSurvey(target, publicUrl) ? undefined : target);
}

/** The id in an address; undefined where there is none. */
export function linkOfCode(code: string): string | undefined {
  if (!CODE.test(code)) return undefined;
  const hex = Buffer.from(code, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
