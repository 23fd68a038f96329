import { returnToken } from '../inbound/return-token.js';
import type { KeyRing } from '../registers/key-ring.js';

/** The addresses that mail of one register comes back to, in the domain that is there for it. */
export interface ReturnPaths {
  /** The envelope's sender of one delivery: what comes back of it names it, and nothing else can (RFC 5321 §4.5.5). */
  returned(deliveryId: string): string;
  /** What a mail to ends that subscription: the same in every mail to it, as its link is. */
  leave(subscriptionId: string): string;
}

/** Undefined without such a domain: then mail is from, and comes back to, the address that the list is sent from. */
export function returnPaths(ring: KeyRing, domain: string | undefined): ReturnPaths | undefined {
  if (domain === undefined) return undefined;
  const { key } = ring.current('verp');
  const local = (use: 'r' | 'u', id: string, at: Date) => returnToken(key, use, ring.ringId, id, at);
  return {
    returned: (deliveryId) => `${local('r', deliveryId, new Date())}@${domain}`,
    leave: (subscriptionId) => `${local('u', subscriptionId, new Date(0))}@${domain}`,
  };
}
