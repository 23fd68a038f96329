import { SIGN_IN } from './demo/steps.js';
import { NUMBERS } from './demo/visit-site.js';
import { type DemoResult, expectedOf, runDemo } from './demo/run-demo.js';

const ROWS: [keyof Omit<DemoResult, 'seconds'>, string][] = [
  ['confirmed', 'confirmed on A and B'],
  ['sent1', 'first campaign, received'],
  ['skipped1', 'first campaign, skipped: left in time'],
  ['sent2', 'second campaign, received'],
  ['twoRegisters', 'people in two registers, two of the same each'],
  ['wrongRecipients', 'messages to anybody else, or missing'],
  ['duplicates', 'the same delivery twice'],
  ['unsubscribed', 'left with one click'],
  ['answered', 'answers to a survey, counted'],
  ['answeredTwice', 'second answers with the same ticket'],
  ['visits', 'visits to a site, as staff see them'],
  ['views', 'pages that were looked at'],
  ['devices', 'devices that said yes to being counted'],
  ['toldInPublic', 'of this, sentences on the privacy page'],
  ['bounced', 'came back: the mailbox is gone, and mail ends'],
  ['softly', 'came back: the mailbox is full, which is counted'],
  ['complained', 'called it spam, and is off the list at once'],
  ['leftByMail', 'left by mail'],
  ['toldOfLeaving', 'of those, told so once, with a way back'],
  ['stillThere', 'of the five, still on the list'],
  ['read', 'a question that was read by a correspondent'],
  ['replied', 'and answered'],
];

/**
 * `jatakk demo [--json] [--stay]`: exit 0 only when the mail server holds exactly the right messages. With `--stay` the house
 * stands until Ctrl-C, to be looked at.
 */
export async function demo(args: string[]): Promise<number> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { asExpected } = await runDemo(say, async ({ result, asExpected }, url) => {
    say('');
    for (const [key, words] of ROWS) {
      const good = result[key] === expectedOf(key);
      say(
        `  ${words.padEnd(48)} ${String(result[key]).padStart(4)}  ${good ? 'as it should be' : `should be ${expectedOf(key)}`}`,
      );
    }
    say('');
    say(asExpected ? 'Everybody got exactly what they said yes to.' : 'This is not as it should be.');
    if (args.includes('--json')) say(JSON.stringify(result));
    if (args.includes('--stay')) await stay(say, url);
  });
  return asExpected ? 0 : 1;
}

/** Says what there is to look at, and waits for Ctrl-C. */
function stay(say: (line: string) => void, url: string): Promise<void> {
  const { address, password } = SIGN_IN;
  for (const line of [
    '',
    `  Staff    ${url}/staff, as ${address} with the password: ${password}`,
    `  Visits   ${url}${NUMBERS}`,
    `  Survey   in those pages: Nyhetsbrev, Lister og formål, Liste D`,
    `  Privacy  ${url}/personvern`,
    '',
    'It stands until Ctrl-C.',
  ])
    say(line);
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
