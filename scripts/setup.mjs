// Makes a fresh clone ready to run: installs packages and builds, each only when needed, and is silent otherwise.
// It must parse on Node 12, to say one clear sentence to whoever has an old Node: no `?.`, no `??`, no `node:`.
import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import fs from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => path.join(root, ...parts);
const INSTALL_STAMP = at('node_modules', '.jatakk-install');
const BUILD_STAMP = at('dist', '.jatakk-build');
const LOCK = at('.setup.lock');
const STALE_AFTER_MINUTES = 20;

requireNode();
// Started by root, parts of Jatakk run as other users and must be able to read the program; it holds no secret.
process.umask(0o022);
if (!isInstalled() || !isBuilt()) {
  takeTurn();
  try {
    if (!isInstalled()) install();
    if (!isBuilt()) build();
  } finally {
    fs.rmSync(LOCK, { recursive: true, force: true });
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Jatakk needs Node 20.19 or newer; this is ${process.version}. Newer ones are at https://nodejs.org/.`,
  );
}

/** Whether node_modules holds what package-lock.json says: by our stamp, else by npm's own record of what it installed. */
function isInstalled() {
  if (!fs.existsSync(at('node_modules', '.bin', 'nest'))) return false;
  const lock = read(at('package-lock.json'));
  if (lock === undefined) return true;
  const stamp = hash([lock]);
  if (read(INSTALL_STAMP) === stamp) return true;
  if (!holds(read(at('node_modules', '.package-lock.json')), lock)) return false;
  writeIfAllowed(INSTALL_STAMP, stamp);
  return true;
}

function holds(installedText, wantedText) {
  if (installedText === undefined) return false;
  const has = JSON.parse(installedText).packages;
  const wanted = JSON.parse(wantedText).packages;
  const same = (name) =>
    has[name].version === wanted[name].version && has[name].integrity === wanted[name].integrity;
  return (
    Object.keys(has).every((name) => wanted[name] !== undefined) &&
    Object.keys(wanted).every(
      (name) => name === '' || (has[name] ? same(name) : wanted[name].optional || wanted[name].devOptional),
    )
  );
}

function install() {
  say('Installing what Jatakk needs; the first time this takes a minute or two.');
  const exact = fs.existsSync(at('package-lock.json'));
  let result = npm(exact ? ['ci'] : ['install']);
  // A lock file made where some system's optional packages were not to be had is no good to `npm ci`. Everything
  // that it does name is still installed exactly so.
  if (exact && result.status !== 0 && /\bEUSAGE\b/.test(result.stderr))
    result = npm(['install', '--no-save']);
  if (result.error)
    stop(`npm could not be run (${result.error.code}). It comes with Node: https://nodejs.org/.`);
  if (result.status !== 0) stopForNpm(result);
  writeIfAllowed(INSTALL_STAMP, hash([read(at('package-lock.json')) || '']));
}

/** Runs npm in the project; under npm itself, the same one. */
function npm(command) {
  // The build needs the development packages too, also where NODE_ENV=production would leave them out.
  const args = [
    ...command,
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-progress',
  ];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const caller = process.env.npm_execpath || '';
  if (/npm-cli\.c?js$/.test(caller)) return spawnSync(process.execPath, [caller, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function stopForNpm(result) {
  const output = result.stdout + result.stderr;
  const said = output.split('\n').filter((line) => /^npm (error|ERR!) ./.test(line));
  const words = said.slice(0, 12).join('\n');
  if (result.signal)
    stop(`npm was ended by ${result.signal} before everything was installed. Start again to go on.`);
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/.test(output)
  ) {
    stop(
      `${words}\n\nThe npm registry cannot be reached. The first start needs the internet once; the next ones do not.`,
    );
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    stop(`${words}\n\nnpm may not write in ${root}. Start as the user who owns this folder.`);
  }
  if (/ENOSPC/.test(output))
    stop(`${words}\n\nThe disk is full. Jatakk's packages need about half a gigabyte.`);
  stop(`${words}\n\nnpm could not install what Jatakk needs; its own words are above.`);
}

/** Whether dist was built from exactly these sources. A tree without sources is as built as it will be. */
function isBuilt() {
  if (!fs.existsSync(at('dist', 'start.js'))) return false;
  return !fs.existsSync(at('src')) || read(BUILD_STAMP) === sourcesHash();
}

function build() {
  say('Building.');
  const before = sourcesHash();
  const result = spawnSync(process.execPath, [at('scripts', 'build.mjs')], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0 || !fs.existsSync(at('dist', 'start.js'))) {
    stop(`${result.stdout}${result.stderr}\nThe build failed; the compiler's words are above.`);
  }
  // The assets were copied with the modes they have in src.
  for (const file of list(at('dist'))) fs.chmodSync(file, 0o644);
  writeIfAllowed(BUILD_STAMP, before);
}

function sourcesHash() {
  const programs = ['build.mjs', 'bundle.mjs'].map((name) => at('scripts', name));
  const files = [...list(at('src')), at('tsconfig.json'), at('nest-cli.json'), ...programs];
  return hash(files.map((file) => [path.relative(root, file), fs.readFileSync(file)]).flat());
}

function list(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) =>
      entry.isDirectory() ? list(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    )
    .flat();
}

/** Lengths keep the parts apart: moving a byte from one to the next is another hash. */
function hash(parts) {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(`${Buffer.byteLength(part)}:`).update(part);
  return digest.digest('hex');
}

/** Waits until no other setup works here. One that was killed frees its turn. */
function takeTurn() {
  for (let told = false; ;) {
    try {
      fs.mkdirSync(LOCK);
      fs.writeFileSync(path.join(LOCK, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST')
        stop(`Jatakk may not write in ${root} (${error.code}). Start as the user who owns it.`);
    }
    if (!isHeld()) {
      // Renamed first, so that of two who find it stale only one clears it.
      const aside = `${LOCK}.${process.pid}`;
      try {
        fs.renameSync(LOCK, aside);
        fs.rmSync(aside, { recursive: true, force: true });
      } catch {
        // The other one did.
      }
      continue;
    }
    if (!told) say('Another setup is at work here; waiting for it.');
    told = true;
    sleep(200);
  }
}

function isHeld() {
  const pid = Number(read(path.join(LOCK, 'pid')));
  try {
    const age = Date.now() - fs.statSync(LOCK).mtimeMs;
    if (!pid) return age < 2000;
    if (age > STALE_AFTER_MINUTES * 60 * 1000) return false;
  } catch {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A stamp only saves work: where it may not be written, the work is done again. */
function writeIfAllowed(file, text) {
  try {
    fs.writeFileSync(file, text);
  } catch {
    // Told above.
  }
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  if (read(path.join(LOCK, 'pid')) === String(process.pid)) fs.rmSync(LOCK, { recursive: true, force: true });
  process.exit(1);
}
