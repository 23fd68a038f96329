import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);

// The package's own arguments are for another machine: with --single-process the second page crashes.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A real Chromium with a fresh profile, thrown away when it is closed: the one in CHROMIUM_PATH, otherwise the one in
 * the package `@sparticuz/chromium`. It ends with this process on Ctrl-C, unless somebody else sees to that.
 * @throws Error in one sentence where neither runs on this machine
 */
export async function launchChromium({ endsOnSignals = true } = {}): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH || (await unpackedChromium());
  try {
    return await chromium.launch({
      executablePath,
      args: ARGUMENTS,
      handleSIGINT: endsOnSignals,
      handleSIGTERM: endsOnSignals,
      handleSIGHUP: endsOnSignals,
    });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new Error(`Chromium does not run here (${reason}). Name one that does in CHROMIUM_PATH.`, {
      cause: error,
    });
  }
}

/** Unpacks the package once per version, beside what is unpacked in node_modules. Two at once do not disturb each other. */
async function unpackedChromium(): Promise<string> {
  const system = `${process.platform} ${process.arch}`;
  if (system !== 'linux x64') {
    throw new Error(`No Chromium comes along for ${system}. Name an installed one in CHROMIUM_PATH.`);
  }
  const main = require.resolve('@sparticuz/chromium');
  const root = main.slice(0, main.lastIndexOf('@sparticuz/chromium') + '@sparticuz/chromium'.length);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const cache = join(root, '../../.cache');
  const folder = join(cache, `jatakk-chromium-${version}`);
  const executable = join(folder, 'chromium');
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  const unpacked = mkdtempSync(`${folder}-`);
  // It unpacks into the folder for temporary files of its process, so it gets a process of its own.
  const unpack = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  await promisify(execFile)(process.execPath, ['-e', unpack], {
    cwd: root,
    env: { PATH: process.env.PATH, TMPDIR: unpacked },
  });
  try {
    renameSync(unpacked, folder);
  } catch {
    rmSync(unpacked, { recursive: true });
  }
  return executable;
}
