import type { DataSource } from 'typeorm';
import { resolverFor } from '../platform/dns/domain-exists.js';
import { readDomain } from '../registers/email-domain.js';
import { readHouse } from '../registers/house.queries.js';
import { returnDomain } from '../registers/return-domain.queries.js';
import { senderDomains } from '../registers/sender-domains.queries.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';
import { returnAdvice } from './return-advice.js';

const USAGE = 'Usage: jatakk returns, jatakk returns <domain>, or jatakk returns off.';

/** Longer, and the address in front of it would not fit everywhere (RFC 5321 §4.5.3.1.3). */
const LONGEST = 190;

/** `jatakk returns [<domain> | off]`: the domain that mail comes back to, so that bounces and complaints are understood. */
export async function returnsCommand([name, ...rest]: string[]): Promise<number> {
  if (rest.length > 0) throw new Error(USAGE);
  return asDatabaseOwner(findOwner(process.env).url, async (database) => {
    if (name === 'off') return off(database);
    if (name !== undefined) await set(database, name);
    return show(database);
  });
}

async function off(database: DataSource): Promise<number> {
  await database.query('update jatakk.installation set return_domain = null');
  say(
    'From now on mail comes back to the address that each list is sent from, and Jatakk sees nothing of it.',
  );
  return 0;
}

async function set(database: DataSource, name: string): Promise<void> {
  const reading = readDomain(name);
  if (!reading.ok || reading.ascii.length > LONGEST)
    throw new Error('That is no domain: give one such as returns.example.org, which has no other mail.');
  const domain = reading.ascii;
  // Its mail would go to the receiver, and with it that of everybody who has an address there.
  if ((await senderDomains(database)).includes(domain))
    throw new Error(`${domain} has mail of its own. Take one below it, such as returns.${domain}.`);
  await database.query('update jatakk.installation set return_domain = $1', [domain]);
  say(`From now on mail comes back to ${domain}; what was sent before comes back as before.`, '');
}

async function show(database: DataSource): Promise<number> {
  const domain = await returnDomain(database);
  if (domain === undefined) {
    say(
      'Mail comes back to the address that each list is sent from: Jatakk sees no bounce and no complaint.',
    );
    say('To have them understood, give a domain that has no other mail: jatakk returns returns.example.org');
    return 0;
  }
  const { publicUrl } = await readHouse(database);
  const host = publicUrl === null ? 'mail.example.org' : new URL(publicUrl).hostname;
  const senders = await senderDomains(database);
  const resolver = resolverFor(process.env.DNS_RESOLVER || 'system');
  const { lines, well } = await returnAdvice({ domain, host, senders }, resolver);
  say(domain, ...lines);
  return well ? 0 : 1;
}

function say(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
