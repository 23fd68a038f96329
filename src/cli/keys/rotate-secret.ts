import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { secretId } from '../../platform/sealing/secret-id.js';
import {
  keepersHere,
  keysUnderOthers,
  openRotations,
  openSecretRotation,
  ringBell,
} from '../../registers/rotations.queries.js';
import { asDatabaseOwner } from '../as-owner.js';
import { findOwner } from '../find-owner.js';
import { findOwnSecrets } from './own-secrets.js';
import { addSecret, dropOlder } from './secret-file.js';

const LOOK_MS = 250;
/** A keeper that has gone without a word is counted for 90 seconds. */
const PATIENCE_MS = 120_000;

/**
 * `jatakk keys rotate-secret`: another keeper secret, while the house works. Both are known to every keeper before
 * anything is wrapped anew, and the old one goes only when nothing is wrapped under it. Stopped anywhere, it goes on
 * from there when it is called again.
 */
export async function rotateSecretCommand(): Promise<number> {
  const file = findOwnSecrets(process.env)?.keeperFile;
  return asDatabaseOwner(findOwner(process.env).url, async (database) => {
    if ((await keepersHere(database)).length === 0)
      throw new Error('No keeper is running. Start Jatakk, then do this beside it.');
    const wanted = file ? secretId(addSecret(file).at(-1)!) : await givenToAKeeper(database);
    await within('every keeper has been given the new secret', async () => {
      await ringBell(database);
      const keepers = await keepersHere(database);
      return keepers.length > 0 && keepers.every((secrets) => secrets.at(-1) === wanted);
    });
    say('Every keeper has a new secret beside the old one.');
    await openSecretRotation(database, wanted);
    await within('the keys are wrapped under the new secret', async () => {
      const open = (await openRotations(database)).some(({ purpose }) => purpose === 'secret');
      return !open && (await keysUnderOthers(database, wanted)) === 0;
    });
    say('Every key is wrapped under the new one.');
    if (file) dropOlder(file);
    for (const line of file ? OWN : ELSEWHERE) say(line);
    return 0;
  });
}

const KEPT_WITH_BACKUPS =
  'Print a new recovery sheet (jatakk keys recovery-sheet), and keep the old one for as long as a backup from before now.';

const OWN = ['The old secret is gone from this machine.', KEPT_WITH_BACKUPS];

const ELSEWHERE = [
  'Now take the old one out: jatakk keys drop-old-secret <file>, and start every keeper anew.',
  KEPT_WITH_BACKUPS,
];

/** The name of the new secret, where it is given to the keepers by hand. */
async function givenToAKeeper(database: DataSource): Promise<string> {
  const two = (await keepersHere(database)).find((secrets) => secrets.length > 1);
  if (!two)
    throw new Error('No keeper has a second secret: jatakk keys new-secret <file>, and start it anew.');
  return two.at(-1)!;
}

async function within(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await look())) {
    if (Date.now() > end)
      throw new Error(`This did not happen within two minutes: ${what}. Nothing is lost; call it again.`);
    await setTimeout(LOOK_MS);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
