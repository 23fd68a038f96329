import { createHmac } from 'node:crypto';
import { deriveToken, hashToken } from '../platform/sealing/link-token.js';
import { registerMark } from '../inbound/register-mark.js';
import type { KeyRing } from '../registers/key-ring.js';

/** What names one notice, the same on every attempt: 32 hexadecimal digits that only the keeper can make. */
export function noticeName(noticeKey: Buffer, label: 'message-id' | 'boundary', noticeId: string): string {
  return nameUnder(noticeKey, label, noticeId);
}

/** The same for one delivery (`message-id`) and one campaign (`boundary`), under the register's link key. */
export function deliveryName(linkKey: Buffer, label: 'message-id' | 'boundary', id: string): string {
  return nameUnder(linkKey, label, id);
}

function nameUnder(key: Buffer, label: string, id: string): string {
  return createHmac('sha256', key).update(`${label}|${id}`).digest('hex').slice(0, 32);
}

/** The way back that the notice of a leave holds. */
export function undoToken(noticeKey: Buffer, noticeId: string): string {
  return deriveToken(noticeKey, 'undo-leave', noticeId);
}

/**
 * The left part of a Message-ID: what names the mail, and by what the receiver tells whose register sent it.
 * @param version of the keys that the mail is made of
 */
export function markedName(ring: KeyRing, version: number, name: string): string {
  const key = ring.has('verp', version) ? ring.key('verp', version) : ring.current('verp').key;
  return `${name}.${registerMark(key, name)}`;
}

/** @param version of the notice key @param from the address it is written from */
export function noticeMessageId(ring: KeyRing, version: number, noticeId: string, from: string): string {
  const name = noticeName(ring.key('notice', version), 'message-id', noticeId);
  return `<${markedName(ring, version, name)}@${from.split('@').at(-1)}>`;
}

/** The version that a confirmation's link was made with, found by its token's hash; undefined when it is none of ours. */
export function versionOfConfirmation(
  ring: KeyRing,
  noticeId: string,
  tokenHash: Buffer,
): number | undefined {
  for (let version = ring.current('notice').version; version > 0; version -= 1) {
    if (!ring.has('notice', version)) continue;
    const key = ring.key('notice', version);
    if (hashToken(deriveToken(key, 'confirm', noticeId)).equals(tokenHash)) return version;
  }
  return undefined;
}
