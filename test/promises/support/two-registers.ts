import { parseEmailAddress } from '../../../src/registers/email-address.js';
import { KeyRings } from '../../../src/registers/key-rings.service.js';
import { type HouseOptions, type ListIds, TestHouse } from '../../support/house.js';

/** Addresses that no text of ours holds by chance. */
export const CANARY = {
  /** On the newsletter's autumn list and on the ticket buyers'. */
  both: 'kanari.gul+begge@fjell-kanari.example',
  autumn: 'kanari.host@vigga-kanari.example',
  family: 'kanari.barn@vigga-kanari.example',
  /** Signed up for autumn, never confirmed. */
  pending: 'kanari.venter@vigga-kanari.example',
  /** Confirmed autumn, then left. */
  left: 'kanari.borte@vigga-kanari.example',
} as const;

export interface TwoRegisters {
  house: TestHouse;
  autumn: ListIds;
  family: ListIds;
  tickets: ListIds;
  /** The links out, by person: of autumn, and of tickets for whoever is in both. */
  ways: Record<'both' | 'tickets' | 'autumn' | 'left', string>;
}

/** A house with a newsletter of two lists and a register of ticket buyers, and the canaries in it. */
export async function openTwoRegisters(options: HouseOptions = {}): Promise<TwoRegisters> {
  const house = await TestHouse.open(options);
  await house.setUp();
  const news = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  const buyers = await house.makeRegister('billettkjopere', 'Billettkjøpere');
  const autumn = await house.makeList(news, 'hostprogrammet', 'Høstprogrammet');
  const family = await house.makeList(news, 'familie', 'Barn og familie');
  const tickets = await house.makeList(buyers, 'billetter', 'Billettnytt');
  const [both, buyer, onAutumn, left] = await Promise.all([
    house.joins(autumn, CANARY.both),
    house.joins(tickets, CANARY.both),
    house.joins(autumn, CANARY.autumn),
    house.joins(autumn, CANARY.left),
    house.joins(family, CANARY.family),
    house.signsUpTo(autumn, CANARY.pending).then(() => house.confirmationFor(CANARY.pending, autumn)),
  ]);
  const ways = { both: wayOut(both), tickets: wayOut(buyer), autumn: wayOut(onAutumn), left: wayOut(left) };
  const response = await house.visitor.post(ways.left, { 'List-Unsubscribe': 'One-Click' });
  if (response.status !== 200) throw new Error(`leaving: ${response.status}`);
  return { house, autumn, family, tickets, ways };
}

function wayOut(mail: { parsed: { text?: string | undefined } }): string {
  return /\/u\/[\w-]{43}/.exec(mail.parsed.text!)![0];
}

/** The id of one person's subscription to a list, found by the blind index as only the keeper can. */
export async function subscriptionOf(
  { house }: Pick<TwoRegisters, 'house'>,
  list: ListIds,
  address: string,
): Promise<{ id: string; subscriberId: string }> {
  const reading = parseEmailAddress(address);
  if (!reading.ok) throw new Error('not an address');
  const ring = await house.keeper!.get(KeyRings).ring(list.registerId);
  const { rows } = await house.database.owner.query<{ id: string; subscriber_id: string }>(
    `select s.id, s.subscriber_id from jatakk.subscription s
       join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id
      where p.register_id = $1 and p.blind_index = $2 and s.list_id = $3`,
    [list.registerId, ring.blindIndex(reading.address), list.listId],
  );
  return { id: rows[0]!.id, subscriberId: rows[0]!.subscriber_id };
}
