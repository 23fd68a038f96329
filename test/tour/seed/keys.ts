import { DataSource } from 'typeorm';
import { type EmailAddress, parseEmailAddress } from '../../../src/registers/email-address.js';
import { KeyRings } from '../../../src/registers/key-rings.service.js';

/** Works with the rings as the keeper holds them, and with its database. */
export async function withRings<T>(
  ownerUrl: string,
  secret: Buffer,
  work: (rings: KeyRings, database: DataSource) => Promise<T>,
): Promise<T> {
  const database = new DataSource({ type: 'postgres', url: ownerUrl, installExtensions: false, poolSize: 2 });
  await database.initialize();
  try {
    return await work(new KeyRings(database, Buffer.from(secret)), database);
  } finally {
    await database.destroy();
  }
}

export function addressOf(typed: string): EmailAddress {
  const reading = parseEmailAddress(typed);
  if ('address' in reading) return reading.address;
  throw new Error(`${typed} is no address`);
}
