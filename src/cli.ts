#!/usr/bin/env node
import { commands } from './cli/commands.js';

const [name = 'help', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  const lines = Object.entries(commands).map(([word, { says }]) => `  jatakk ${word.padEnd(12)} ${says}`);
  process.stdout.write(`${['Usage:', ...lines].join('\n')}\n`);
  process.exit(name === 'help' ? 0 : 2);
}
try {
  process.exit(await command.run(args));
} catch (error) {
  process.stderr.write(`jatakk ${name}: ${error instanceof Error ? error.message : 'failed'}\n`);
  process.exit(1);
}
