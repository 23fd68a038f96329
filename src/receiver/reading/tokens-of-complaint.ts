import { readFields } from '../../inbound/header-fields.js';
import { partOfType, type Mime } from '../../inbound/mime-parts.js';
import { partText } from '../../inbound/part-text.js';

const TOKEN = /(?<![a-z0-9-])[ru]-[a-z2-7]{55}(?=@)/g;
const MOST = 6;

/**
 * The tokens of ours that a feedback report (RFC 5965) names: a provider sends it to one address for all, and often
 * takes the person's out. They stand in the envelope that it reports, and in the fields of the message that it returns;
 * one that the text of that message names says nothing. Return paths first.
 */
export function tokensOfComplaint(mime: Mime): string[] {
  const report = partOfType(mime, /^message\/feedback-report$/);
  if (!report) return [];
  const returned = partOfType(mime, /^(?:message\/rfc822|text\/rfc822-headers)$/);
  const fields = returned ? readFields(partText(returned)) : new Map<string, string>();
  const said = [
    readFields(partText(report)).get('original-mail-from'),
    fields.get('return-path'),
    fields.get('list-unsubscribe'),
  ];
  const tokens = said.flatMap((value) => (value ?? '').match(TOKEN) ?? []);
  return [...new Set(tokens)].slice(0, MOST);
}
