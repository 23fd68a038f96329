import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import type { Relay } from '../platform/smtp/relay.js';
import { changeRelay, removeSecondRelay } from '../registers/change-relay.js';
import { relayLetsIn } from '../registers/go-live.js';
import { readHouse } from '../registers/house.queries.js';
import { type RelayPosition, relaysInUse } from '../registers/relays.queries.js';
import { asDatabaseOwner } from './as-owner.js';
import { findOwner } from './find-owner.js';
import { readRelay, RELAY_FLAGS } from './read-relay.js';
import { shownRelays } from './shown-relays.js';

const FLAGS = {
  ...RELAY_FLAGS,
  second: { type: 'boolean' },
  'remove-second': { type: 'boolean' },
  show: { type: 'boolean' },
} as const;

/**
 * `jatakk relay [--second] [--relay <url>] [--relay-password-file <file>]`: another relay, or a new password, once
 * live. `--second` is the one that takes over, `--remove-second` takes it away, `--show` tells and changes nothing.
 */
export async function relayCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: FLAGS });
  const alone = values.show === true || values['remove-second'] === true;
  if (alone && Object.keys(values).length > 1) {
    throw new Error('--show and --remove-second each stand alone.');
  }
  await asDatabaseOwner(findOwner(process.env).url, async (database) => {
    const { mode, publicUrl } = await readHouse(database);
    if (values.show) return say(await shownRelays(database, mode));
    if (mode !== 'live' || publicUrl === null) {
      throw new Error('Jatakk is on trial: the relay is given when it goes live (jatakk go-live).');
    }
    if (values['remove-second']) return removeSecond(database);
    const position = values.second ? 2 : 1;
    const relay = await readRelay(values);
    await refuseTheOther(database, position, relay);
    if (!(await relayLetsIn({ publicUrl, relay }))) {
      throw new Error('The relay did not let us in. Nothing has been changed.');
    }
    await changeRelay(database, position, relay);
    const { host, port } = relay;
    say(
      position === 1
        ? `From now on mail goes through ${host}, port ${port}.`
        : `From now on ${host}, port ${port}, takes over when the first relay does not answer.`,
    );
  });
  return 0;
}

async function removeSecond(database: DataSource): Promise<void> {
  if (!(await removeSecondRelay(database))) throw new Error('There is no second relay.');
  say('The second relay is gone: when the first does not answer, mail waits.');
}

/** The same server twice could not take over from itself. */
async function refuseTheOther(database: DataSource, position: RelayPosition, relay: Relay): Promise<void> {
  const other = (await relaysInUse(database)).find((one) => one.position !== position);
  if (other?.host.toLowerCase() === relay.host.toLowerCase() && other.port === relay.port) {
    throw new Error(
      `${relay.host}, port ${relay.port}, is the ${other.position === 1 ? 'first' : 'second'} relay already. ` +
        'The two must be different servers.',
    );
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
