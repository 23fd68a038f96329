import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { goLive, isPublicUrl, relayLetsIn } from '../registers/go-live.js';
import { readHouse } from '../registers/house.queries.js';
import { NoSealingKeyError } from '../registers/sealing-key.queries.js';
import { asDatabaseOwner } from './as-owner.js';
import { ask } from './ask.js';
import { findOwner } from './find-owner.js';
import { readRelay, RELAY_FLAGS } from './read-relay.js';

const WORD = 'live';

/** `jatakk go-live [--public-url <url>] [--relay <url>] [--relay-password-file <file>] [--word live]`; asks for what is not given. */
export async function goLiveCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'public-url': { type: 'string' }, ...RELAY_FLAGS, word: { type: 'string' } },
  });
  const owner = findOwner(process.env);
  await asDatabaseOwner(owner.url, async (database) => {
    const organisation = await readyToGoLive(database);
    const publicUrl = await readPublicUrl(values['public-url'] ?? process.env.PUBLIC_URL);
    const relay = await readRelay(values);
    say(`Trying the relay ${relay.host}, port ${relay.port} …`);
    if (!(await relayLetsIn({ publicUrl, relay }))) {
      throw new Error(
        'The relay did not let us in. Nothing has been changed; look over name, port, user and password.',
      );
    }
    say('It lets us in.', '', ...particulars(organisation, publicUrl), '');
    await meansIt(values.word);
    if (!(await goLive(database, { publicUrl, relay }).catch(withoutKeys))) {
      throw new Error('Somebody else has gone live meanwhile.');
    }
  });
  if (owner.mailbox) rmSync(owner.mailbox, { recursive: true, force: true });
  say(
    'Jatakk is live. The made-up people, their subscriptions and the campaigns sent on trial are gone;',
    'registers, lists, purposes, staff and drafts are as they were.',
    'Start Jatakk again now, so that every part of it knows its new address. As it starts, the counts of visits',
    'and the surveys of the trial go too.',
  );
  return 0;
}

/** Refuses a house that is live already or has nobody to answer for it. */
async function readyToGoLive(database: DataSource) {
  const { mode, organisation } = await readHouse(database);
  if (mode === 'live') throw new Error('Jatakk is live already. That is for good.');
  if (!organisation) {
    throw new Error(
      'The organisation is not set up yet. Open the link first that `jatakk setup-link` prints.',
    );
  }
  return organisation;
}

async function readPublicUrl(given: string | undefined): Promise<string> {
  const url = given ?? (await ask('Address people will use (https://…):', { instead: '--public-url <url>' }));
  if (isPublicUrl(url)) return url.replace(/\/+$/, '');
  throw new Error('The public URL must begin with https:// and have nothing after the name.');
}

function particulars(organisation: Awaited<ReturnType<typeof readyToGoLive>>, publicUrl: string): string[] {
  return [
    'Every mail will carry this:',
    '',
    `  ${organisation.name}, organisation number ${organisation.number}`,
    `  ${organisation.postalAddress.replaceAll(/\s*\n\s*/g, ', ')}`,
    `  links to ${publicUrl}`,
    '',
    'From here on mail goes to real people, and there is no way back to trial. All made-up people go.',
  ];
}

async function meansIt(given: string | undefined): Promise<void> {
  const word = given ?? (await ask(`Type the word ${WORD} to go on:`, { instead: `--word ${WORD}` }));
  if (word.toLowerCase() !== WORD) throw new Error('That was not the word. Nothing has been changed.');
}

function withoutKeys(error: unknown): never {
  if (!(error instanceof NoSealingKeyError)) throw error;
  throw new Error('The keeper has not made its keys yet. Start it once, then try again.', { cause: error });
}

function say(...lines: string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
