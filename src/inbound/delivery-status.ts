import { BOUNDS } from './bounds.js';
import { readFields } from './header-fields.js';

/** What a report says of one recipient (RFC 3464 §2.3). Who it is, is not kept: only the return path tells us that. */
export interface ReportedRecipient {
  /** Lower case, empty where there is none. */
  action: string;
  /** As written; it may carry a comment. */
  status: string;
  /** The diagnostic without its type. */
  diagnostic: string;
}

/**
 * Reads message/delivery-status (RFC 3464 §2.1) and message/global-delivery-status (RFC 6533 §3): groups of fields, the
 * first about the message, each further one about a recipient. Some servers put both into one group, or an empty line
 * between the fields of one recipient, so a group counts if it names an action or a status.
 */
export function readDeliveryStatus(body: string): ReportedRecipient[] {
  const recipients: ReportedRecipient[] = [];
  for (const group of body.split(/\n[ \t]*\r?\n/, BOUNDS.recipients * 4)) {
    const fields = readFields(group);
    if (!fields.has('action') && !fields.has('status')) continue;
    recipients.push({
      action: (fields.get('action') ?? '').slice(0, 40).toLowerCase(),
      status: (fields.get('status') ?? '').slice(0, 80),
      diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^[\w-]{1,40}\s{0,20};/, '').trim(),
    });
    if (recipients.length === BOUNDS.recipients) break;
  }
  return recipients;
}
