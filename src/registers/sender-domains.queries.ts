import { domainToASCII } from 'node:url';
import type { DataSource } from 'typeorm';

/** The domains that mail is sent from: those of the lists, and of the organisation. In A-labels. */
export async function senderDomains(database: DataSource): Promise<string[]> {
  const rows = (await database.query(
    'select sender_address as address from jatakk.list union select contact_email from jatakk.organisation',
  )) as { address: string }[];
  const domains = rows.map(({ address }) => domainToASCII(address.split('@').at(-1)!));
  return [...new Set(domains)].filter((domain) => domain !== '').sort();
}
