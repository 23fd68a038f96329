import type { Message } from '../../platform/i18n/messages.js';
import { lineFault } from './fields.js';

/** The sign of an address, as it is typed on any keyboard. */
const AT_SIGN = /[@＠﹫]/;

/** The log says nothing of who it was. */
export function withoutAddress(text: string): Message | undefined {
  return AT_SIGN.test(text) ? { key: 'rights.error.address' } : undefined;
}

/** Why somebody is looked up: a few words, that all who may look can read. */
export function reasonFault(reason: string): Message | undefined {
  return (
    lineFault(reason, { max: 200 }) ??
    withoutAddress(reason) ??
    (reason.length < 5 ? { key: 'look-up.error.reason' } : undefined)
  );
}
