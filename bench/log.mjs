// npm run bench:log: the log of what staff do with a million lines, searched and verified. See README.md.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILT } from './support/built.mjs';
import { openCluster } from './support/cluster.mjs';
import { machineLine } from './support/machine.mjs';
import { memoryMb } from './support/process-usage.mjs';
import { signedInAt } from './support/staff-house.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    lines: { type: 'string', default: '1000000' },
    times: { type: 'string', default: '30' },
  },
});
const count = Number(options.lines);

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const { web, base, cookie, staffId } = await signedInAt(cluster, { owner, secret: randomBytes(32) });
  const began = performance.now();
  await seedLines(owner);
  tell(`${whole(count)} lines, seeded in ${whole((performance.now() - began) / 1000)} s`);

  const pages = [];
  for (const search of [
    '',
    `?person=${staffId}`,
    '?act=send-campaign.send',
    '?act=went-live',
    `?person=${staffId}&act=went-live`,
    '?person=operator',
    '?from=2025-01-01&to=2025-01-31',
    `?person=${staffId}&act=paper.enter&from=2025-01-01&to=2025-12-31`,
    `?before=${Math.round(count / 2)}`,
  ]) {
    const taken = await timesOf(`${base}/staff/log${search}`, cookie);
    const shown = search.replaceAll(staffId, '…') || 'all';
    pages.push({ search: shown, p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) });
    tell(`${pages.at(-1).p50.toFixed(1)} ms, ${pages.at(-1).p95.toFixed(1)} ms for 95 of 100: ${shown}`);
  }
  const verified = await verify();
  tell(
    `jatakk audit verify: ${verified.seconds.toFixed(1)} s, ${whole(count / verified.seconds)} lines a second, ` +
      `${whole(verified.memory)} MB at most`,
  );
  tellJson(options.json, { lines: count, pages, ...verified, machine });
  await web.stop();
  await owner.end();
} finally {
  await cluster.close();
}

/** A line each minute by one of twenty, every twentieth of which came to nothing; bound as the database does it. */
async function seedLines(owner) {
  await owner.query(`
    insert into jatakk.staff (id, name, state, login_hash, address_sealed, address_key_version)
    select gen_random_uuid(), 'Medarbeider ' || n, 'disabled', sha256(n::text::bytea), 'x', 1 from generate_series(1, 19) n`);
  await owner.query(`
    do $$ declare
      a jatakk.audit; staff uuid[];
      acts text[] := array['signed-in', 'session.sign-out', 'campaigns.save', 'campaigns.test', 'send-campaign.send',
                           'campaign.pause', 'lists.create', 'paper.enter', 'questions.add', 'looked-up'];
    begin
      select array_agg(s.id) into staff from jatakk.staff s;
      select * into a from jatakk.audit x order by x.number desc limit 1;
      for n in 1..${count} loop
        a.previous := a.hash;
        a.number := a.number + 1;
        a.at := timestamptz '2024-01-01' + n * interval '1 minute';
        a.actor_kind := 'staff';
        a.actor_id := staff[1 + (n - (n % 20 = 0)::integer) * 7 % 20];
        a.act := case when n % 20 = 0 then 'came-to-nothing' else acts[1 + n / 3 % 10] end;
        a.of_register := null;
        a.target := null;
        a.detail := case when n % 20 = 0 then jsonb_build_object('line', a.number - 1, 'status', 422) else '{}' end;
        a.hash := jatakk.audit_hash(a);
        insert into jatakk.audit select a.*;
      end loop;
    end $$`);
  await owner.query('vacuum analyze jatakk.audit');
}

/** @param {string} url @param {string} cookie */
async function timesOf(url, cookie) {
  const taken = [];
  for (let n = -3; n < Number(options.times); n += 1) {
    const from = performance.now();
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    await response.text();
    if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
    if (n >= 0) taken.push(performance.now() - from);
  }
  return taken;
}

/** The command as the operator runs it, start and all. */
function verify() {
  const began = performance.now();
  let memory = 0;
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [join(BUILT, 'cli.js'), 'audit', 'verify', '--json'],
      {
        env: { ...process.env, DATABASE_URL: cluster.ownerUrl, JATAKK_DATA: join(cluster.stateDir, 'none') },
      },
      (error, stdout, stderr) => {
        clearInterval(watching);
        if (error) reject(new Error(`verify: ${stderr}${stdout}`));
        else resolve({ seconds: (performance.now() - began) / 1000, memory });
      },
    );
    const watching = setInterval(() => (memory = Math.max(memory, memoryMb(child.pid).peak || 0)), 50);
  });
}
