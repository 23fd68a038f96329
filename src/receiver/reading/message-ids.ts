import type { Fields } from '../../inbound/header-fields.js';
import { oneLine } from './clean-text.js';

const ID = /<([^<>\s]{1,500})>/g;
const MOST = 20;

/** The ids that a message names, without `<>`: its own, and those that it answers, the newest first. */
export function messageIds(fields: Fields): { messageId?: string; references: string[] } {
  const of = (name: string) =>
    [...(fields.get(name) ?? '').matchAll(ID)].map(([, id]) => oneLine(id!, 500)).filter((id) => id !== '');
  const [messageId] = of('message-id');
  const references = [...of('in-reply-to').slice(0, 1), ...of('references').toReversed()];
  return { ...(messageId && { messageId }), references: [...new Set(references)].slice(0, MOST) };
}
