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
];

/** `jatakk demo [--json]`: exit 0 only when the mail server holds exactly the right messages. */
export async function demo(args: string[]): Promise<number> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { result, asExpected } = await runDemo(say);
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
  return asExpected ? 0 : 1;
}
