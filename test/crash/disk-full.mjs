// The disk that everything lies on becomes full while a campaign is being sent, twice: once so that PostgreSQL itself
// falls, once so that it goes on and refuses what needs room. `node test/crash/disk-full.mjs [--json]`.
//
// The disk is a tmpfs of its own in a mount namespace of this process's own: nothing outside sees it, and it is gone
// with it. Where no namespace may be made, this is said, and nothing is claimed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressOf } from '../../bench/support/addresses.mjs';
import { campaignState, deliveryStates, schedule } from '../../bench/support/campaign.mjs';
import { seedHouse, seedSubscribers } from '../../bench/support/seed.mjs';
import { startSink } from '../../bench/support/sink-process.mjs';
import { SmallDisk } from './support/small-disk.mjs';
import { HouseOnDisk } from './support/house-on-disk.mjs';
import { insist } from './support/insist.mjs';
import { until } from './support/until.mjs';

const DISK_MB = 192;
const CONNECTIONS = 8;
const json = process.argv.includes('--json');
const began = performance.now();
const say = (/** @type {string} */ line) =>
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

if (process.env.JATAKK_OWN_MOUNTS === undefined) inNamespaceOfItsOwn();
else await main();

/** Starts this file again where it may mount. */
function inNamespaceOfItsOwn() {
  const [uid, gid] = [process.getuid(), process.getgid()];
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-disk-'));
  // As an ordinary user one namespace allows the mount, and one inside it makes them themselves again, whom
  // PostgreSQL runs as.
  const [namespace, then] =
    uid === 0
      ? [['--mount'], []]
      : [
          ['--user', '--map-root-user', '--mount'],
          ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'],
        ];
  const script = `mount -t tmpfs -o size=${DISK_MB}m,mode=0755${uid === 0 ? '' : ',uid=0,gid=0'} jatakk "$1" && cd "$2" && shift 2 && exec "$@"`;
  const self = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const run = (/** @type {string[]} */ command, /** @type {object} */ options) =>
    spawnSync(
      'unshare',
      [...namespace, '--', '/bin/sh', '-c', script, 'sh', folder, process.cwd(), ...then, ...command],
      options,
    );
  const tried = run(['true'], { encoding: 'utf8' });
  if (tried.status !== 0) {
    const why = tried.error ? 'there is no unshare here' : String(tried.stderr).trim().split('\n').at(-1);
    say(
      `NOT RUN: a disk of its own cannot be mounted here (${why}). Whether a full disk harms nobody is not shown.`,
    );
    if (json) console.log(JSON.stringify({ ran: false, why }));
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  const { status } = run(self, { stdio: 'inherit', env: { ...process.env, JATAKK_OWN_MOUNTS: folder } });
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = status ?? 1;
}

async function main() {
  const disk = new SmallDisk(process.env.JATAKK_OWN_MOUNTS);
  const sink = await startSink({ record: true });
  const slow = await startSink({ record: true, delayMs: 1500 });
  const figures = { ran: true, user: process.getuid() === 0 ? 'root' : 'ordinary' };
  try {
    Object.assign(figures, { fallen: await serverFalls(disk, slow, 'lives') });
    await slow.reset();
    Object.assign(figures, { fallenWithKeeper: await serverFalls(disk, slow, 'dies') });
    Object.assign(figures, { refused: await serverRefuses(disk, sink) });
  } finally {
    await Promise.all([sink.close(), slow.close()]);
  }
  if (json) console.log(JSON.stringify(figures));
}

/**
 * PostgreSQL cannot write its log: it falls, and cannot rise, until there is room. A keeper that lives through it
 * writes down then what the relay has said; of one that dies, what it knew is unknown.
 * @param {SmallDisk} disk @param {import('../../bench/support/sink-process.mjs').Sink} sink
 * @param {'lives' | 'dies'} keeperThen
 */
async function serverFalls(disk, sink, keeperThen) {
  const people = 40;
  const house = await HouseOnDisk.start(disk.folder, sink.url, { RELAY_CONNECTIONS: String(CONNECTIONS) });
  try {
    const seeded = await seedHouse(house, house.keeperSecret);
    await seedSubscribers(house, house.keeperSecret, seeded, people);
    const { id } = await house.asOwner((owner) => schedule(owner, seeded));
    await until('bodies are with the relay', async () => (await sink.counts()).begun >= CONNECTIONS);
    disk.fill();
    await house.exhaustLog();
    const handed = (await sink.counts()).begun;
    await until('the relay says 250', async () => (await sink.counts()).messages >= handed);
    say(`full: the relay has said 250 to ${handed}, and PostgreSQL cannot write that down`);
    await until('PostgreSQL is down', async () => !(await house.databaseAnswers()));

    const { web, keeper } = house.record;
    await house.visitorsAreTold(seeded.slug);
    // As long as anything might still come of it: nothing more is handed over without the gate.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await house.visitorsAreTold(seeded.slug);
    const sent = await sink.counts();
    assert.equal(sent.begun, handed, 'a body left while the gate could not write');
    assert.deepEqual([house.record.web, house.record.keeper], [web, keeper], 'web or keeper fell too');
    if (keeperThen === 'dies') process.kill(keeper.pid, 'SIGKILL');

    disk.free();
    await until('PostgreSQL is back by itself', () => house.databaseAnswers(), 60_000);
    say('room again: PostgreSQL is back by itself');
    const back = await house.asOwner((owner) => deliveryStates(owner, id));
    const written = (back.handed ?? 0) + (back.unknown ?? 0) + (back.accepted ?? 0);
    assert.ok(written >= handed, `of ${handed} that the relay has, only ${written} are known as such`);
    const result = await finishes(house, sink, id, people);
    const mayBe = (back.handed ?? 0) + (back.unknown ?? 0);
    if (keeperThen === 'lives')
      assert.equal(result.unknown, 0, 'what the relay had said was not written down');
    else assert.deepEqual([result.unknown, mayBe > 0, mayBe <= CONNECTIONS], [mayBe, true, true]);
    await house.visitorSignsUp(seeded.slug);
    return { handedWhenFull: handed, ...result };
  } catch (error) {
    say(house.said);
    throw error;
  } finally {
    await house.stop();
    disk.clear();
  }
}

/**
 * No file can grow: statements are refused here and there while PostgreSQL goes on, in the middle of a campaign.
 * @param {SmallDisk} disk @param {import('../../bench/support/sink-process.mjs').Sink} sink
 */
async function serverRefuses(disk, sink) {
  const people = 6000;
  const house = await HouseOnDisk.start(disk.folder, sink.url, { RELAY_CONNECTIONS: String(CONNECTIONS) });
  try {
    const seeded = await seedHouse(house, house.keeperSecret);
    await seedSubscribers(house, house.keeperSecret, seeded, people);
    await house.setRoomAsideForLog();
    const { id } = await house.asOwner((owner) => schedule(owner, seeded));
    await until('it is being sent', async () => (await sink.counts()).messages > 500);
    disk.fill();
    const before = (await sink.counts()).messages;
    await until('PostgreSQL refuses what needs room', () => house.refusesToGrow());
    const { web } = house.record;
    process.kill(web.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await until('web is started again, full as the disk is', () =>
      house.get('/assets/jatakk.css').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    const during = (await sink.counts()).messages;
    say(`full: ${before} were sent before, ${during - before} after it, until nothing could be written`);
    disk.free();
    await until('PostgreSQL answers', () => house.databaseAnswers(), 60_000);
    say('room again');
    const result = await finishes(house, sink, id, people);
    assert.equal(result.unknown, 0, 'what the relay had said was not written down afterwards');
    await house.visitorSignsUp(seeded.slug);
    assert.doesNotMatch(
      house.said,
      /PostgreSQL ended/,
      'PostgreSQL fell; this was to show what it does when it does not',
    );
    return { sentBefore: before, ...result };
  } catch (error) {
    say(house.said);
    throw error;
  } finally {
    await house.stop();
    disk.clear();
  }
}

/**
 * Waits for the campaign's end and judges it: every person in one state, nobody mailed twice, nobody lost.
 * @param {HouseOnDisk} house @param {import('../../bench/support/sink-process.mjs').Sink} sink
 * @param {string} id @param {number} people
 */
async function finishes(house, sink, id, people) {
  await until(
    'the campaign is sent',
    () =>
      house.asOwner(async (owner) => {
        // The lease of whoever has not claimed or renewed for ten seconds, and the minutes until a next attempt, turned.
        await insist(
          owner,
          `update jatakk.delivery set lease_until = clock_timestamp() - interval '1 second'
            where campaign_id = $1 and state in ('claimed', 'handed')
              and lease_until < clock_timestamp() + interval '50 seconds'`,
          [id],
        );
        await insist(
          owner,
          `update jatakk.delivery set not_before = clock_timestamp() where campaign_id = $1 and state = 'queued'`,
          [id],
        );
        return (await campaignState(owner, id)) === 'sent';
      }),
    90_000,
  );
  const states = await house.asOwner((owner) => deliveryStates(owner, id));
  const { deliveries } = await sink.report();
  const accepted = deliveries.filter(({ acceptedAt }) => acceptedAt !== null);
  const copies = Map.groupBy?.(accepted, ({ to }) => to) ?? grouped(accepted);
  const duplicates = accepted.length - copies.size;
  const { accepted: known = 0, unknown = 0, ...others } = states;
  say(`sent: ${accepted.length} at the relay, ${known} known to be, ${unknown} unknown, ${duplicates} twice`);
  assert.deepEqual(others, {}, 'a delivery ended in another state');
  assert.equal(known + unknown, people, 'the states do not sum to the total');
  assert.equal(duplicates, 0, 'somebody was mailed twice');
  // Known to be there means there; everybody who is not there is shown as unknown.
  assert.ok(copies.size >= known && people - copies.size <= unknown, 'somebody was lost');
  for (let index = 0; index < people; index += 1)
    if (!copies.has(addressOf(index))) assert.ok(unknown > 0, 'somebody was lost');
  return {
    people,
    atRelay: accepted.length,
    accepted: known,
    unknown,
    duplicates,
    lost: Math.max(0, people - copies.size - unknown),
  };
}

/** @param {{ to: string }[]} deliveries */
function grouped(deliveries) {
  /** @type {Map<string, object[]>} */
  const copies = new Map();
  for (const delivery of deliveries) copies.set(delivery.to, [...(copies.get(delivery.to) ?? []), delivery]);
  return copies;
}
