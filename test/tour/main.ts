import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { Closing, closeOnSignals } from '../../src/platform/embedded/closing.js';
import { freePort } from '../support/free-port.js';
import { StartedHouse } from '../support/started-house.js';
import { inEmptyHouse } from './empty-house.js';
import { liveADay } from './live.js';
import { TourMailbox } from './mailbox.js';
import { STAFF } from './plan.js';
import { postArrives } from './post.js';
import { seedAll } from './seed/seed-all.js';
import { shoot } from './shots/shoot.js';

/** Somebody's own house could be named by these. The tour makes one, and looks at no other. */
const NOT_OURS = ['DATABASE_URL', 'DATABASE_URL_FILE', 'JATAKK_DATA', 'JATAKK_SECRETS'];

const say = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * `npm run tour`: raises a throw-away house with a year behind it, and keeps it until Ctrl-C; with `--shots <folder>`
 * photographs it and stops. Answers the code to end with.
 */
export async function tour(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      shots: { type: 'string' },
      /** So many of the people: 1 is all of them, less is for whoever has little time. */
      scale: { type: 'string', default: '1' },
    },
  });
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1)) return refuse('--scale must be above 0 and at most 1.');
  const named = NOT_OURS.find((name) => process.env[name]);
  if (named) return refuse(`The tour is made in a house of its own. Unset ${named}, which names another.`);

  // The program's own parts do some of the work here, and say so to an operator.
  Logger.overrideLogger(false);
  const closing = new Closing();
  closeOnSignals(closing, say);
  try {
    await walk(closing, { scale, shots: values.shots });
  } catch (error) {
    // While closing, whatever was under way falls over: that is no news, and the signal's own way out ends this.
    if (closing.signal.aborted) return new Promise(() => undefined);
    throw error;
  } finally {
    if (!closing.signal.aborted) await closing.run();
  }
  return 0;
}

async function walk(
  closing: Closing,
  { scale, shots }: { scale: number; shots: string | undefined },
): Promise<void> {
  const began = performance.now();
  say('Making a year of a house that is thrown away afterwards.');
  const { folder, made: tickets } = await inEmptyHouse(closing, (house) => seedAll(house, scale));
  const receiverPort = await freePort();
  const starting = StartedHouse.start(
    { FORM_MINIMUM_SECONDS: '0', SIGN_UPS_PER_CLIENT: '1000', RECEIVER_PORT: String(receiverPort) },
    folder,
  );
  // Whoever stops it while it is being raised leaves no half of it running.
  closing.add(() =>
    starting.then(
      (house) => house.stop(),
      () => undefined,
    ),
  );
  const house = await starting;
  closing.signal.throwIfAborted();
  const mails = join(folder, 'data/mailbox');
  const mailbox = new TourMailbox(mails);
  const [toAnswer] = await Promise.all([
    liveADay(house.url, mailbox, tickets),
    postArrives(receiverPort, mailbox),
  ]);
  tellTour(house.url, toAnswer[0]!, performance.now() - began).forEach(say);
  if (shots === undefined) return new Promise(() => undefined);
  for (const line of await shoot(house.url, mailbox, { into: shots, mails, toAnswer, closing })) say(line);
}

function tellTour(url: string, toAnswer: string, tookMs: number): string[] {
  const width = Math.max(...STAFF.map(({ address }) => address.length));
  const most = Math.max(...STAFF.map(({ password }) => password.length));
  return [
    '',
    `Jatakk with a year behind it, made in ${Math.round(tookMs / 1000)} seconds:`,
    '',
    `  ${url}/staff/sign-in   where staff sign in`,
    `  ${url}/                what everybody sees`,
    `  ${url}/mailbox         what has been sent: nothing leaves this machine`,
    '',
    'A survey that asks you, once:',
    '',
    `  ${url}${toAnswer}`,
    '',
    ...STAFF.map(
      ({ address, password, does }) => `  ${address.padEnd(width)}  ${password.padEnd(most)}  ${does}`,
    ),
    '',
    'Ctrl-C stops it and removes everything.',
    '',
  ];
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}
