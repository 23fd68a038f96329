#!/usr/bin/env node
// Stands in for systemd: starts and stops units as their files say, as far as that can be done without it.
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const root = process.env.MACHINE;
const units = join(root, 'etc/systemd/system');
const [verb, ...args] = process.argv.slice(2);
const names = args
  .filter((arg) => !arg.startsWith('-'))
  .map((name) => (name.includes('.') ? name : `${name}.service`));
const now = verb !== 'enable' || args.includes('--now');
appendFileSync(join(root, 'calls'), `systemctl ${process.argv.slice(2).join(' ')}\n`);

const verbs = {
  'daemon-reload': verify,
  enable,
  start,
  stop,
  restart,
  reload: restart,
  status,
  'is-active': status,
};
if (!verbs[verb]) fail(`nobody stands in for systemctl ${verb}`);
await verbs[verb]();

function fail(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

/** A unit file as sections of names with all their values. */
function unit(name) {
  const file = join(units, name);
  if (!existsSync(file)) return undefined;
  const sections = {};
  let section;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    if (heading) section = sections[heading] = {};
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (key) (section[key] ??= []).push(value);
  }
  return sections;
}

function verify() {
  const { status, error, stdout, stderr } = spawnSync(
    'systemd-analyze',
    ['verify', ...readdirSync(units).map((name) => join(units, name))],
    { encoding: 'utf8' },
  );
  if (error) return void process.stdout.write('NOT REHEARSED: systemd-analyze is not installed here\n');
  if (status !== 0 || `${stdout}${stderr}`.trim() !== '') fail(`systemd-analyze: ${stdout}${stderr}`);
}

async function enable() {
  for (const name of names) {
    if (!unit(name)?.Install?.WantedBy) fail(`${name} has nothing to be enabled by`);
  }
  if (now) await start();
}

async function start() {
  for (const name of names) {
    if (name === 'postfix.service') continue;
    if (name === 'nginx.service') startNginx();
    else await startHouse(unit(name).Service);
  }
}

async function restart() {
  if (names[0] !== 'nginx.service') await stop();
  await start();
}

function startNginx() {
  const running = nginxRuns();
  const { status, stdout } = spawnSync('nginx', running ? ['-s', 'reload'] : [], { encoding: 'utf8' });
  if (status !== 0) fail(stdout);
}

/** `nginx -t` leaves an empty file. */
function nginxRuns() {
  const file = join(root, 'run/nginx/nginx.pid');
  return existsSync(file) && readFileSync(file, 'utf8').trim() !== '';
}

function environment(service) {
  const lines = [...(service.Environment ?? [])];
  for (const file of service.EnvironmentFile ?? []) lines.push(...readFileSync(file, 'utf8').split('\n'));
  return Object.fromEntries(
    lines.flatMap((line) =>
      /^\w+=/.test(line) ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]] : [],
    ),
  );
}

function running() {
  const pid =
    existsSync(join(root, 'run/jatakk.pid')) && Number(readFileSync(join(root, 'run/jatakk.pid'), 'utf8'));
  // Not even a process that has ended and is not yet buried is one that runs.
  const state =
    pid && existsSync(`/proc/${pid}/stat`) && /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  return state && state !== 'Z' ? pid : undefined;
}

async function startHouse(service) {
  if (running()) return;
  for (const [kind, place] of [
    ['StateDirectory', 'var/lib'],
    ['RuntimeDirectory', 'run'],
  ])
    mkdirSync(join(root, place, service[kind][0]), {
      recursive: true,
      mode: Number.parseInt(service[`${kind}Mode`][0], 8),
    });
  for (const path of service.ReadWritePaths) if (!existsSync(path)) fail(`${path} is missing`);
  const said = join(root, 'run/jatakk.said');
  const out = openSync(said, 'w');
  const command = [...powers(service), ...service.ExecStart[0].split(' ')];
  const child = spawn(command[0], command.slice(1), {
    cwd: '/',
    detached: true,
    env: { PATH: process.env.REAL_PATH, HOME: join(root, 'root'), ...environment(service) },
    stdio: ['ignore', out, out],
  });
  child.unref();
  writeFileSync(join(root, 'run/jatakk.pid'), String(child.pid));
  for (
    const deadline = Date.now() + 60_000;
    Date.now() < deadline;
    await new Promise((resolve) => setTimeout(resolve, 50))
  ) {
    if (readFileSync(said, 'utf8').includes('Ctrl-C stops everything.')) return;
    if (child.exitCode !== null) break;
  }
  fail(readFileSync(said, 'utf8'));
}

/** As root: no more of its powers than the unit leaves it, and no way to gain others. */
function powers(service) {
  if (process.getuid() !== 0 || spawnSync('setpriv', ['--version']).error) return [];
  const start = service.ExecStart[0].split(' ').at(-1);
  const asWeb = ['--reuid=61181', '--regid=61181', '--clear-groups', 'test', '-r', start];
  if (spawnSync('setpriv', asWeb).status !== 0) {
    process.stdout.write(
      'NOT REHEARSED: the powers of the unit, since this clone lies where no other user can read\n',
    );
    return [];
  }
  const kept = service.CapabilityBoundingSet[0]
    .split(' ')
    .map((name) => `+${name.replace('CAP_', '').toLowerCase()}`);
  return ['setpriv', `--bounding-set=-all,${kept.join(',')}`, '--inh-caps=-all', '--no-new-privs', '--'];
}

async function stop() {
  for (const name of names) {
    if (name === 'nginx.service' && nginxRuns()) spawnSync('nginx', ['-s', 'quit']);
    if (name !== 'jatakk.service') continue;
    const pid = running();
    if (!pid) continue;
    const { KillMode, TimeoutStopSec } = unit(name).Service;
    if (KillMode[0] !== 'mixed') fail('everything would be stopped at once');
    process.kill(pid, 'SIGTERM');
    const deadline = Date.now() + Number(TimeoutStopSec[0]) * 1000;
    while (running()) {
      if (Date.now() > deadline) fail('it did not stop in time');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    rmSync(join(root, 'run/jatakk'), { recursive: true, force: true });
  }
}

function status() {
  if (!args.includes('--quiet')) process.stdout.write(running() ? 'active\n' : 'inactive\n');
  process.exit(running() ? 0 : 3);
}
