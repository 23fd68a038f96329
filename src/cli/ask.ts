import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks the operator on the terminal. `hidden` shows nothing of what is typed.
 * @param instead how to give the answer where there is no terminal, such as `--relay <url>`
 */
export async function ask(
  question: string,
  { hidden = false, instead }: { hidden?: boolean; instead: string },
) {
  if (!process.stdin.isTTY) throw new Error(`There is no terminal to ask on: give ${instead}.`);
  let muted = false;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!muted) process.stderr.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  terminal.once('SIGINT', () => {
    process.stderr.write('\n');
    process.exit(130);
  });
  try {
    const answer = terminal.question(`${question} `);
    muted = hidden;
    return (await answer).trim();
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
}
