import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { type DkimAlgorithm, keyRecord, keyRecordName } from '../../src/platform/dns/dkim-record.js';
import { Frames } from '../../src/web/http/frames.service.js';
import { makeDkimKeys } from '../../src/registers/make-dkim-keys.js';
import type { DnsName } from './dns-server.js';
import { everybodyHasSecondFactor } from './second-factor.js';
import type { TestHouse } from './house.js';

/** The records of every key of the house, by name, as an operator puts them into DNS. */
export async function keyRecords(owner: pg.Client): Promise<Record<string, DnsName>> {
  const { rows } = await owner.query(
    `select domain, selector, algorithm, public_key as "publicKey" from jatakk.dkim_key where state <> 'retired'`,
  );
  const keys = rows as {
    domain: string;
    selector: string;
    algorithm: DkimAlgorithm;
    publicKey: Buffer;
  }[];
  return Object.fromEntries(
    keys.map((key) => [keyRecordName(key.selector, key.domain), { txt: [keyRecord(key)] }]),
  );
}

/** Makes the keys of a domain as `jatakk dkim add` does, and returns their records. */
export async function signsFor(house: TestHouse, domain: string): Promise<Record<string, DnsName>> {
  const database = new DataSource({
    type: 'postgres',
    url: house.database.ownerUrl,
    installExtensions: false,
    poolSize: 1,
  });
  await database.initialize();
  try {
    await makeDkimKeys(database, domain);
  } finally {
    await database.destroy();
  }
  return keyRecords(house.database.owner);
}

/** What an independent verifier says of each signature of a message, given what DNS has. */
export async function verdicts(raw: Buffer, zone: Readonly<Record<string, DnsName>>): Promise<string[]> {
  const { results } = await dkimVerify(raw, {
    resolver: async (name) => {
      const entry = zone[name];
      if (typeof entry !== 'object') throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      return (entry.txt ?? []).map((text) => [text]);
    },
  });
  return results.map(({ status }) => status.result);
}

/** Live from now on, with the house's own mail server as its relay; nothing that was made up goes. */
export async function goesLive(
  house: TestHouse,
  publicUrl = 'https://post.fjellhallen.example',
): Promise<void> {
  await house.database.owner.query(
    `with live as (update jatakk.installation set mode = 'live', public_url = $1)
     insert into jatakk.relay (position, host, port, security) values (1, '127.0.0.1', $2, 'plain')`,
    [publicUrl, house.sink.port],
  );
  await everybodyHasSecondFactor(house);
  house.web.get(Frames).forgetHouse();
}
