// Crashes real processes while they send, and counts what arrived: `npm run test:crash [-- --json] [names…]`.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../test/crash');
console.log(existsSync(folder), readdirSync(folder), pathToFileURL(folder));
