import type { DataSource } from 'typeorm';
import { refuseTooManyRights } from '../platform/database/effective-rights.js';
import { RIGHTS_OF_KEEPER } from '../platform/database/rights-of-keeper.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import type { KeeperSecrets } from '../registers/keeper-secrets.js';
import { KeyRings } from '../registers/key-rings.service.js';

/** The keeper secret does not fit the keys in this database. */
export class WrongSecretError extends Error {
  constructor() {
    super(
      'The keeper secret does not open the keys in this database. It belongs to another data folder, or was replaced. ' +
        'Without the right one nobody can open the addresses.',
    );
  }
}

/**
 * The rings, with those made that are missing. Nothing in the keeper works before it has them: with another secret it
 * would put people's forms aside and give their messages up, since it can open none.
 * @throws TooManyRightsError, WrongSecretError
 */
export async function openRings(database: DataSource, secrets: KeeperSecrets): Promise<KeyRings> {
  await refuseTooManyRights(database, 'keeper', RIGHTS_OF_KEEPER);
  const rings = new KeyRings(database, secrets);
  try {
    await rings.checkSecret();
  } catch (error) {
    throw error instanceof OpeningError ? new WrongSecretError() : error;
  }
  await rings.makeMissing();
  return rings;
}
