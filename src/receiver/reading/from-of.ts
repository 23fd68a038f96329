import addressparser from 'nodemailer/lib/addressparser';
import type { Fields } from '../../inbound/header-fields.js';
import { oneLine } from './clean-text.js';
import { headerText } from './header-text.js';

/** Whom a message says that it is from: the first address of From, else of Sender. Empty where there is none. */
export function fromOf(fields: Fields): { address: string; name: string } {
  const value = fields.get('from') ?? fields.get('sender') ?? '';
  const [first] = addressparser(value.slice(0, 2000), { flatten: true });
  // Taken apart first and decoded then: what is encoded in a name is no address.
  const address = oneLine(headerText(first?.address ?? ''), 320);
  return { address: address.includes('@') ? address : '', name: oneLine(headerText(first?.name ?? ''), 200) };
}
