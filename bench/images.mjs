// npm run bench:images: a photograph of 10 MB, alone and while visitors are shown pages; an image looked at. See README.md.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openCluster } from './support/cluster.mjs';
import { makePhoto } from './support/make-photo.mjs';
import { machineLine } from './support/machine.mjs';
import { seedHouse } from './support/seed.mjs';
import { signedInAt } from './support/staff-house.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';
import { memoryMb } from './support/process-usage.mjs';

const LIMIT_MS = 2000;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where a photograph took longer than it may. */
    check: { type: 'boolean', default: false },
    megabytes: { type: 'string', default: '10' },
    /** Uploads, one after the other. */
    times: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    /** Pages a second. */
    visitors: { type: 'string', default: '100' },
  },
});
const seconds = Number(options.seconds);
const secret = randomBytes(32);
let from = 0;
let slowest = 0;

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const { web, base, cookie } = await signedInAt(cluster, {
    owner,
    secret,
    env: { TRUSTED_PROXIES: '127.0.0.1,::1' },
  });
  const { registerId, slug } = await seedHouse(cluster, secret);
  const form = `${base}/staff/registers/${registerId}/images`;
  const csrf = /name="csrf" value="([^"]+)"/.exec(await text(form, cookie))[1];
  const photo = await makePhoto(Number(options.megabytes) * 1_000_000);
  tell(`A JPEG of ${(photo.bytes.length / 1e6).toFixed(1)} MB, ${photo.width} × ${photo.height} pixels.`);

  const add = async () => {
    const body = new FormData();
    body.set('csrf', csrf);
    body.set('alt', 'En stol på en scene');
    body.set('file', new Blob([photo.bytes], { type: 'image/jpeg' }), 'IMG_0042.jpg');
    const began = performance.now();
    const response = await fetch(form, {
      method: 'POST',
      headers: { cookie, origin: base },
      body,
      redirect: 'manual',
    });
    const took = performance.now() - began;
    if (response.status !== 303) throw new Error(`an image was answered with ${response.status}`);
    return { took, id: /images\/([0-9a-f-]{36})/.exec(response.headers.get('location'))[1] };
  };
  const first = await add();
  const alone = [];
  for (let n = 0; n < Number(options.times); n += 1) alone.push((await add()).took);
  slowest = percentile(alone, 0.95);
  const sizes = await owner.query(
    'select width, octet_length(bytes) as bytes from jatakk.image_size where image_id = $1 order by width',
    [first.id],
  );
  tell(
    `From the first byte of the form to the answer: ${ms(percentile(alone, 0.5))} ms in the middle, ${ms(slowest)} ms for 95 of 100. ` +
      `It becomes ${sizes.rows.map(({ width, bytes }) => `${width} pixels in ${whole(bytes / 1000)} kB`).join(' and ')}.`,
  );

  const visits = [{ method: 'GET', path: `/lists/${slug}` }];
  const looks = [
    { method: 'GET', path: `/images/${first.id}/600` },
    { method: 'GET', path: `/images/${first.id}/1200` },
  ];
  const { port } = web;
  const perSecond = Number(options.visitors);
  await visit({ port, visits, seconds: 2, connections: 4 });
  const without = [];
  const under = [];
  const beside = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    without.push(await visit({ port, visits, seconds, perSecond }));
    const visited = new AbortController();
    const adding = (async () => {
      while (!visited.signal.aborted) beside.push((await add()).took);
    })();
    under.push(await visit({ port, visits, seconds, perSecond }));
    visited.abort();
    await adding;
  }
  const [a, b] = [summary(without), summary(under)];
  tell(
    `A list's page, ${perSecond} times a second: p50 / p95 / p99 ${three(a)} ms with nobody adding an image, ` +
      `${three(b)} ms with one photograph after the other (${beside.length} of them, ${ms(percentile(beside, 0.5))} ms each).`,
  );
  const page = summary([await visit({ port, visits, seconds, connections: 16 })]);
  const look = summary([await visit({ port, visits: looks, seconds, connections: 16 })]);
  tell(
    `Looks at an image: ${whole(look.perSec)} a second over 16 connections, ${three(look)} ms; ` +
      `the list's page ${whole(page.perSec)} a second, ${three(page)} ms.`,
  );
  const memory = memoryMb(web.pid);
  tell(`Web at its highest: ${whole(memory.peak)} MB.`);
  tellJson(options.json, {
    megabytes: photo.bytes.length / 1e6,
    upload: { p50: percentile(alone, 0.5), p95: slowest },
    uploadBeside: { p50: percentile(beside, 0.5), count: beside.length },
    pages: { without: a, under: b },
    looks: look,
    pageAtFull: page,
    webPeakMb: memory.peak,
    sizes: sizes.rows,
    machine,
  });
  await web.stop();
  await owner.end();
} finally {
  await cluster.close();
}
if (options.check && slowest > LIMIT_MS) process.exitCode = 1;

/** @param {string} url @param {string} cookie */
async function text(url, cookie) {
  const response = await fetch(url, { headers: { cookie } });
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/** @param {Omit<import('./support/visit-worker.mjs').Job, 'from'>} job @returns {Promise<import('./support/visit-worker.mjs').Report>} */
async function visit(job) {
  const child = fork(fileURLToPath(new URL('./support/visit-worker.mjs', import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
  });
  from += 1_000_000;
  child.send({ ...job, from });
  const [report] = await once(child, 'message');
  return report;
}

/** @param {import('./support/visit-worker.mjs').Report[]} reports */
function summary(reports) {
  const other = reports.flatMap(({ statuses }) => Object.keys(statuses)).find((status) => status !== '200');
  if (other !== undefined) throw new Error(`answered with ${other}`);
  const times = reports.flatMap((report) => report.times);
  return {
    perSec: times.length / reports.reduce((sum, { seconds: of }) => sum + of, 0),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}

/** @param {{ p50: number, p95: number, p99: number }} of */
function three({ p50, p95, p99 }) {
  return `${p50.toFixed(1)} / ${p95.toFixed(1)} / ${p99.toFixed(1)}`;
}

/** @param {number} value */
function ms(value) {
  return whole(value);
}
