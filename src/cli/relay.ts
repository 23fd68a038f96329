import { parseArgs } from 'node:util';
import { changeRelay, relayLetsIn } from '../registers/go-live.js';
import { readHouse } from '../registers/house.queries.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';
import { readRelay, RELAY_FLAGS } from './read-relay.js';

/** `jatakk relay [--relay <url>] [--relay-password-file <file>]`: another relay, or a new password, once live. */
export async function relayCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: RELAY_FLAGS });
  await asDatabaseOwner(findOwner(process.env).url, async (database) => {
    const { mode, publicUrl } = await readHouse(database);
    if (mode !== 'live' || publicUrl === null) {
      throw new Error('Jatakk is on trial: the relay is given when it goes live (jatakk go-live).');
    }
    const relay = await readRelay(values);
    if (!(await relayLetsIn({ publicUrl, relay }))) {
      throw new Error('The relay did not let us in. Nothing has been changed.');
    }
    await changeRelay(database, relay);
    process.stdout.write(`From now on mail goes through ${relay.host}, port ${relay.port}.\n`);
  });
  return 0;
}
