/** Whom a message that comes in is for. */
export type Recipient =
  /** A return path: one delivery. What a person writes there goes to `address` of its register. */
  | { kind: 'returned'; registerId: string; deliveryId: string; address: string }
  /** The `mailto:` of List-Unsubscribe: one subscription. */
  | { kind: 'leave'; registerId: string; subscriptionId: string }
  /** An address of ours. */
  | { kind: 'mail'; registerId: string; address: string };

/** One text for one recipient, to tell by whether a message has come before. */
export function recipientKey(recipient: Recipient): string {
  const { kind, registerId } = recipient;
  switch (recipient.kind) {
    case 'returned':
      return [kind, registerId, recipient.deliveryId].join('|');
    case 'leave':
      return [kind, registerId, recipient.subscriptionId].join('|');
    case 'mail':
      return [kind, registerId, recipient.address].join('|');
  }
}
