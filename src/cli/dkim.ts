import type { Resolver } from 'node:dns/promises';
import type { DataSource } from 'typeorm';
import { resolverFor } from '../platform/dns/domain-exists.js';
import { checkDkimKeys } from '../registers/check-dkim-keys.js';
import { type DkimKeyRow, readDkimKeys } from '../registers/dkim-key.queries.js';
import { readDomain } from '../registers/email-domain.js';
import { makeDkimKeys } from '../registers/make-dkim-keys.js';
import { NoSealingKeyError } from '../registers/sealing-key.queries.js';
import { senderDomains } from '../registers/sender-domains.queries.js';
import { isFound, pairIn } from '../registers/signing-pair.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';
import { shownDomain, VERDICTS } from './shown-dkim-keys.js';
import { policyAdvice } from './policy-advice.js';

const USAGE =
  'Usage: jatakk dkim, jatakk dkim add <domain>, jatakk dkim rotate <domain>, or jatakk dkim check.';

/** `jatakk dkim [add <domain> | rotate <domain> | check]`: the keys that mail is signed with, and their DNS records. */
export async function dkimCommand([act, name, ...rest]: string[]): Promise<number> {
  const run = act === undefined ? list : ACTS[act];
  const wantsName = act === 'add' || act === 'rotate';
  if (!run || rest.length > 0 || wantsName !== (name !== undefined)) throw new Error(USAGE);
  return asDatabaseOwner(findOwner(process.env).url, (database) => run(database, name ?? ''));
}

const ACTS: Record<string, (database: DataSource, name: string) => Promise<number>> = { add, rotate, check };

async function list(database: DataSource): Promise<number> {
  const keys = await readDkimKeys(database);
  for (const [domain, own] of byDomain(keys)) say(...shownDomain(domain, own));
  const used = await senderDomains(database);
  const without = used.filter((domain) => !keys.some((key) => key.domain === domain));
  for (const domain of without) {
    say(`Mail is sent from ${domain}, which has no keys yet. Make them with: jatakk dkim add ${domain}`);
  }
  if (keys.length === 0 && without.length === 0)
    say('There are no keys yet. Make them with: jatakk dkim add <domain>');
  if (keys.length > 0) say('To see what DNS says now: jatakk dkim check');
  return 0;
}

async function add(database: DataSource, name: string): Promise<number> {
  const domain = asciiDomain(name);
  if ((await readDkimKeys(database, domain)).length > 0) {
    throw new Error(`${domain} has keys already. jatakk dkim shows them, jatakk dkim rotate makes new ones.`);
  }
  await make(database, domain);
  say(
    `${domain} has two keys now. Put their records into DNS; until both are there, nothing is sent from it live.`,
  );
  say('', ...shownDomain(domain, await readDkimKeys(database, domain)));
  say(...(await policyAdvice(database, domain)), '', 'Then see whether all is well: jatakk dkim check');
  return 0;
}

async function rotate(database: DataSource, name: string): Promise<number> {
  const domain = asciiDomain(name);
  const keys = await readDkimKeys(database, domain);
  if (keys.length === 0)
    throw new Error(`${domain} has no keys yet. Make them with: jatakk dkim add ${domain}`);
  if (pairIn(keys, 'waiting')) {
    throw new Error(`${domain} has new keys already, which wait for DNS. jatakk dkim shows their records.`);
  }
  await make(database, domain);
  say(
    `${domain} has new keys. Put their records into DNS beside those that are there; the old keys sign until both`,
    'new records are seen, then the new ones take over by themselves.',
    '',
    ...shownDomain(domain, await readDkimKeys(database, domain)),
  );
  return 0;
}

async function check(database: DataSource): Promise<number> {
  const resolver = resolverFor(process.env.DNS_RESOLVER || 'system');
  const domains = [...byDomain(await readDkimKeys(database)).keys()];
  const keyless = (await senderDomains(database)).filter((domain) => !domains.includes(domain));
  if (resolver === 'off') say('Look-ups are switched off (DNS_RESOLVER): nothing can be found out.', '');
  let well = keyless.length === 0;
  for (const domain of domains) well = (await checkDomain(database, domain, resolver)) && well;
  for (const domain of keyless) say(`${domain} has no keys. Make them with: jatakk dkim add ${domain}`);
  return well ? 0 : 1;
}

async function checkDomain(
  database: DataSource,
  domain: string,
  resolver: Resolver | 'off',
): Promise<boolean> {
  const waited = pairIn(await readDkimKeys(database, domain), 'waiting') !== undefined;
  const keys = (await checkDkimKeys(database, domain, { resolver, now: true })).filter(
    ({ state }) => state !== 'retired',
  );
  const missing = keys.filter((key) => key.checkResult !== 'published');
  say(domain);
  for (const { selector, checkResult } of keys) say(`  ${selector}: ${VERDICTS[checkResult!]}.`);
  if (waited && missing.length === 0) say('  The keys that waited sign from now on.');
  else if (missing.length === 0) say('  All is well.');
  else if (
    keys.some(({ state }) => state === 'active') &&
    keys.every((key) => key.state !== 'active' || isFound(key))
  )
    say('  The keys before them go on signing.');
  else say('  Until that is put right, nothing is sent from here live. jatakk dkim shows the records.');
  say(...(await policyAdvice(database, domain, resolver)), '');
  return missing.length === 0;
}

function asciiDomain(name: string): string {
  const reading = readDomain(name);
  if (!reading.ok)
    throw new Error('That is no domain: give it as in the addresses mail is sent from, such as example.org.');
  return reading.ascii;
}

async function make(database: DataSource, domain: string): Promise<void> {
  try {
    await makeDkimKeys(database, domain);
  } catch (error) {
    if (!(error instanceof NoSealingKeyError)) throw error;
    throw new Error('The keeper has not made its keys yet. Start it once, then try again.', { cause: error });
  }
}

function byDomain(keys: readonly DkimKeyRow[]): Map<string, DkimKeyRow[]> {
  const domains = new Map<string, DkimKeyRow[]>();
  for (const key of keys) domains.set(key.domain, [...(domains.get(key.domain) ?? []), key]);
  return domains;
}

function say(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
