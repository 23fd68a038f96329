// npm run bench:surveys: a survey that many have answered, written in batches, closed, counted and shown. See README.md.
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { built } from './support/built.mjs';
import { openCluster } from './support/cluster.mjs';
import { startKeeper } from './support/keeper-process.mjs';
import { machineLine } from './support/machine.mjs';
import { seedStaffHouse, signedInAt } from './support/staff-house.mjs';
import { percentile, tell, tellJson, whole } from './support/tell.mjs';

const LIMIT_MS = 300;
const WARM_UP = 3;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Fails where the page of results takes longer than it may. */
    check: { type: 'boolean', default: false },
    answers: { type: 'string', default: '100000' },
    /** How often each page is asked for. */
    times: { type: 'string', default: '30' },
  },
});
const count = Number(options.answers);
const secret = randomBytes(32);

const cluster = await openCluster();
let slow = false;
try {
  const owner = await cluster.connect();
  const machine = await machineLine(owner);
  tell(machine);
  const { web, base, cookie, staffId } = await signedInAt(cluster, { owner, secret });
  const { lists } = await seedStaffHouse(cluster, secret, { people: 1000, campaigns: 100, staffId });
  const id = randomUUID();
  const definition = makeDefinition();
  await owner.query(
    `insert into survey.survey (id, register_id, list_id, definition, state) values ($1, $2, $3, $4, 'opening')`,
    [id, lists[0].registerId, lists[0].listId, definition],
  );
  const keeper = await startKeeper({
    databaseUrls: cluster.urls,
    secret,
    stateDir: cluster.stateDir,
    relayUrl: 'smtp://127.0.0.1:9',
    env: { POLL_SECONDS: '1' },
  });
  await state(owner, id, 'open');
  let began = performance.now();
  await seal(owner, id, definition);
  const sealedIn = (performance.now() - began) / 1000;
  tell(
    `${whole(count)} answers sealed and put in ${sealedIn.toFixed(1)} s: ${whole(count / sealedIn)} a second`,
  );

  began = performance.now();
  const { rows: plain } = await owner.query(
    `select count(distinct sealed) as n from survey.waiting where survey_id = $1`,
    [id],
  );
  const baseline = (performance.now() - began) / 1000;
  if (Number(plain[0].n) === 0) throw new Error('nothing waits');
  began = performance.now();
  await owner.query(`update survey.survey set state = 'closing' where id = $1`, [id]);
  await state(owner, id, 'closed');
  const closing = (performance.now() - began) / 1000;
  const { rows: told } = await owner.query('select answered from survey.survey where id = $1', [id]);
  if (told[0].answered !== count) throw new Error(`${told[0].answered} were counted`);
  tell(
    `opened, counted and closed in ${closing.toFixed(1)} s: ${whole(count / closing)} a second; ` +
      `the database alone reads what waits in ${baseline.toFixed(1)} s`,
  );
  await keeper.stop();

  const page = `/staff/registers/${lists[0].registerId}/lists/${lists[0].listId}/surveys/${id}/results`;
  const results = await timesOf(`${base}${page}`, cookie);
  const privacy = await timesOf(`${base}/personvern`, '');
  const [p50, p95] = [percentile(results, 0.5), percentile(results, 0.95)];
  tell(`${p50.toFixed(1)} ms, ${p95.toFixed(1)} ms for 95 of 100: the page of results`);
  tell(
    `${percentile(privacy, 0.5).toFixed(1)} ms, ${percentile(privacy, 0.95).toFixed(1)} ms for 95 of 100: the public privacy page`,
  );
  slow = p95 > LIMIT_MS;
  tellJson(options.json, {
    answers: count,
    sealedPerSecond: count / sealedIn,
    closingSeconds: closing,
    readingSeconds: baseline,
    resultsP50: p50,
    resultsP95: p95,
    plainP50: percentile(privacy, 0.5),
    machine,
  });
  await web.stop();
  await owner.end();
} finally {
  await cluster.close();
}
if (options.check && slow) process.exitCode = 1;

/** Twelve questions of every kind but words: those are no part of what is counted. */
function makeDefinition() {
  const words = (text) => ({ nb: text });
  const options = Array.from({ length: 5 }, (_, n) => ({ id: `o${n}`, words: words(`Valg ${n}`) }));
  const rows = Array.from({ length: 4 }, (_, n) => ({ id: `r${n}`, words: words(`Rad ${n}`) }));
  const kinds = [
    { kind: 'one', options },
    { kind: 'several', options },
    { kind: 'scale', from: 0, to: 10, low: words('lite'), high: words('mye') },
    { kind: 'matrix', rows, options },
  ];
  return {
    locales: ['nb'],
    title: words('Hva synes du?'),
    introduction: words('Tre minutter.'),
    questions: Array.from({ length: 12 }, (_, n) => ({
      id: `q${n}`,
      words: words(`Spørsmål ${n}`),
      ...kinds[n % kinds.length],
    })),
  };
}

/** What one person might say: each question left out by one in eight. */
function makeAnswers({ questions }) {
  const any = (list) => list[Math.floor(Math.random() * list.length)].id;
  const given = questions
    .filter(() => Math.random() > 0.125)
    .map((question) => [
      question.id,
      question.kind === 'one'
        ? any(question.options)
        : question.kind === 'several'
          ? question.options.filter(() => Math.random() > 0.6).map(({ id }) => id)
          : question.kind === 'scale'
            ? String(Math.floor(Math.random() * 11))
            : Object.fromEntries(question.rows.map((row) => [row.id, any(question.options)])),
    ]);
  return Object.fromEntries(given);
}

/** As web does it, a thousand in a statement. */
async function seal(owner, id, definition) {
  const { sealToRing } = await built('platform/sealing/sealed-box.js');
  const { sizeOf } = await built('surveys/answer-survey.service.js');
  const { rows } = await owner.query('select answer_key from survey.survey where id = $1', [id]);
  const size = sizeOf(definition);
  for (let from = 0; from < count; from += 1000) {
    const many = Math.min(1000, count - from);
    const ids = Array.from({ length: many }, () => randomUUID());
    await owner.query(
      'insert into survey.waiting (id, survey_id, sealed) select w.id, $1, w.sealed from unnest($2::uuid[], $3::bytea[]) as w (id, sealed)',
      [
        id,
        ids,
        ids.map((rowId) =>
          sealToRing(rows[0].answer_key, { ringId: id, rowId }, makeAnswers(definition), size),
        ),
      ],
    );
  }
}

async function state(owner, id, wanted) {
  for (let n = 0; n < 6000; n += 1) {
    const { rows } = await owner.query('select state from survey.survey where id = $1', [id]);
    if (rows[0].state === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the survey is not ${wanted}`);
}

/** @param {string} url @param {string} cookie */
async function timesOf(url, cookie) {
  const taken = [];
  for (let n = -WARM_UP; n < Number(options.times); n += 1) {
    const from = performance.now();
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    await response.text();
    if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
    if (n >= 0) taken.push(performance.now() - from);
  }
  return taken;
}
