import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MailArrival } from '../../inbound/arrival.js';
import { asksToLeave } from '../../inbound/asks-to-leave.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { deliveryName } from '../notice-names.js';
import { leaveByMail } from './leave-by-mail.js';

/** The left part of a Message-ID of ours. */
const OURS = /^([0-9a-f]{32})\.[0-9a-f]{16}@/;

/**
 * A reply that asks to be taken off the list, in its own first words. Anybody can write any address into From. So it
 * counts only as the answer to a message that was sent to that very address: its Message-ID is an HMAC that stands in
 * no other mail.
 */
@Injectable()
export class LeaveByReply {
  /** True where that was all that was said: nobody needs to read it. */
  async tryLeave(tx: EntityManager, ring: KeyRing, mail: MailArrival): Promise<boolean> {
    // A machine asks for nothing.
    if (mail.automatic || mail.bulk || mail.class !== 'none') return false;
    const asks = asksToLeave(mail.text);
    if (asks === 'no') return false;
    const subscriptionId = await answered(tx, ring, mail);
    if (subscriptionId === undefined) return false;
    await leaveByMail(tx, ring, subscriptionId);
    return asks === 'only-that';
  }
}

interface Sent {
  delivery_id: string;
  subscription_id: string;
  link_key_version: number | null;
}

/** The subscription to which the mail was sent that this answers, if it was sent to whoever this says it is from. */
async function answered(tx: EntityManager, ring: KeyRing, mail: MailArrival): Promise<string | undefined> {
  const names = new Set(mail.references.flatMap((reference) => OURS.exec(reference)?.[1] ?? []));
  const from = parseEmailAddress(mail.from.address);
  if (names.size === 0 || !from.ok) return undefined;
  const sent = await sentTo(tx, ring.ringId, ring.blindIndex(from.address));
  return sent.find(({ delivery_id: id, link_key_version: version }) => {
    const key = version === null ? ring.current('link').key : ring.key('link', version);
    return names.has(deliveryName(key, 'message-id', id));
  })?.subscription_id;
}

/** What a person of this register was sent, the newest first. Older than half a year none of it is known any more. */
async function sentTo(tx: EntityManager, registerId: string, blindIndex: Buffer): Promise<Sent[]> {
  return (await tx.query(
    `select d.id as delivery_id, s.id as subscription_id, c.link_key_version
       from jatakk.subscriber p
       join jatakk.subscription s on s.register_id = p.register_id and s.subscriber_id = p.id
       join jatakk.campaign c on c.register_id = s.register_id and c.list_id = s.list_id and c.started_at is not null
       join jatakk.delivery d on d.campaign_id = c.id and d.subscription_id = s.id and d.handed_at is not null
      where p.register_id = $1 and p.blind_index = $2
      order by c.started_at desc limit 1000`,
    [registerId, blindIndex],
  )) as Sent[];
}
