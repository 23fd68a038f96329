import type { Message } from '../../platform/i18n/messages.js';
import type { AddressFault } from '../../registers/email-address.js';

/** What a person is told about an address that cannot be used. The address itself is not repeated in it. */
export function addressMessage(fault: AddressFault): Message {
  switch (fault) {
    case 'empty':
      return { key: 'address.error.empty' };
    case 'no-at':
      return { key: 'address.error.no-at' };
    case 'several-at':
    case 'not-bare':
      return { key: 'address.error.several' };
    case 'too-long':
    case 'local-too-long':
      return { key: 'address.error.too-long' };
    case 'invisible-character':
    case 'look-alike':
      return { key: 'address.error.characters' };
    case 'space':
    case 'local-empty':
    case 'local-dot':
    case 'local-character':
      return { key: 'address.error.local-part' };
    case 'domain-empty':
    case 'domain-single-label':
    case 'domain-label':
      return { key: 'address.error.domain' };
  }
}
