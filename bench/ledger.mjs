// npm run bench:ledger: a ledger of a million leaves is verified. See README.md.
import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILT, built } from './support/built.mjs';
import { openCluster } from './support/cluster.mjs';
import { binary, copyIn } from './support/copy-in.mjs';
import { machineLine } from './support/machine.mjs';
import { memoryMb } from './support/process-usage.mjs';
import { tell, tellJson, whole } from './support/tell.mjs';

/** Leaves under each head: a day's. */
const A_DAY = 1_000;
const PROOFS = 200;

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    leaves: { type: 'string', default: '1000000' },
  },
});
const count = Number(options.leaves);

const cluster = await openCluster();
try {
  const owner = await cluster.connect();
  tell(await machineLine(owner));
  const { registerId, logId, seconds, commitments } = await seedLedger(owner, count);
  tell(`${whole(count)} leaves under ${whole(count / A_DAY)} heads, seeded in ${seconds.toFixed(1)} s`);

  const flat = await hashedFlat(owner, logId);
  const verified = await verify();
  const inclusion = await proofs(registerId, commitments);
  const ratioToFlat = verified.seconds / flat;
  tell(`The same rows read and hashed flat, as one stream: ${flat.toFixed(2)} s`);
  tell(
    `jatakk ledger verify: ${verified.seconds.toFixed(2)} s, ${ratioToFlat.toFixed(2)} times as long, ` +
      `${whole(count / verified.seconds)} leaves a second, ${whole(verified.memory)} MB at most`,
  );
  tell(`A proof of one record: ${inclusion.toFixed(2)} ms (median of ${PROOFS})`);
  tellJson(options.json, {
    leaves: count,
    seconds: verified.seconds,
    memoryMb: verified.memory,
    flatSeconds: flat,
    ratioToFlat,
    proofMs: inclusion,
  });
  await owner.end();
} finally {
  await cluster.close();
}

/** A log as the keeper would have sealed it, day by day, copied in at once. */
async function seedLedger(owner, leaves) {
  const began = performance.now();
  const { GrowingTree } = await built('platform/merkle/growing-tree.js');
  const { leafHash, sha256 } = await built('platform/merkle/tree-hash.js');
  const { signerFrom } = await built('platform/merkle/ed25519.js');
  const { signHead } = await built('consent/ledger/log-head.js');
  const { recordLeaf } = await built('consent/ledger/leaf-input.js');
  const signer = signerFrom(randomBytes(32));
  const [registerId, logId, date] = [randomUUID(), randomUUID(), '2026-11-25'];
  await owner.query(`insert into jatakk.register (id, slug, name) values ($1, 'mange', 'Mange')`, [
    registerId,
  ]);
  await owner.query(
    `insert into jatakk.ledger_log (id, register_id, number, public_key, key_version, started_on, sealed_on)
     values ($1, $2, 1, $3, 1, $4, $4)`,
    [logId, registerId, signer.publicKey, date],
  );
  const tree = new GrowingTree();
  const [heads, nodes, commitments] = [[], [], []];
  const [register, log] = [binary.uuid(registerId), binary.uuid(logId)];
  function* rows() {
    let link = Buffer.alloc(0);
    for (let index = 0; index < leaves; index += 1) {
      const commitment = randomBytes(32);
      if (index % Math.ceil(leaves / PROOFS) === 0) commitments.push(commitment);
      const leaf = recordLeaf(commitment);
      const hash = leafHash(leaf);
      link = sha256(link, hash);
      nodes.push(...tree.add(hash).filter(({ level }) => level % 8 === 0));
      if ((index + 1) % A_DAY === 0 || index + 1 === leaves)
        heads.push(signHead(signer, { logId, size: index + 1, root: tree.root().toString('hex'), date }));
      yield [register, log, binary.integer(index), leaf, link];
    }
  }
  await copyIn(owner, 'jatakk.ledger_leaf (register_id, log_id, leaf_index, leaf, link)', rows());
  const level = (value) => binary.integer(value).subarray(2);
  await copyIn(
    owner,
    'jatakk.ledger_node (register_id, log_id, level, node_index, hash)',
    nodes.map((node) => [register, log, level(node.level), binary.integer(node.index), node.hash]),
  );
  await copyIn(
    owner,
    'jatakk.ledger_head (register_id, log_id, size, root, signed_on, signature)',
    heads.map((head) => [
      register,
      log,
      binary.integer(head.size),
      Buffer.from(head.root, 'hex'),
      binary.date(date),
      Buffer.from(head.signature, 'base64url'),
    ]),
  );
  await owner.query('vacuum analyze jatakk.ledger_leaf');
  return { registerId, logId, commitments, seconds: (performance.now() - began) / 1000 };
}

/** Seconds to read every leaf and link as the check does, and to hash them as one stream: what no check can be below. */
async function hashedFlat(owner, logId) {
  const began = performance.now();
  const hash = createHash('sha256');
  for (let after = -1; ;) {
    const { rows } = await owner.query(
      `select leaf_index as index, leaf, link from jatakk.ledger_leaf
        where log_id = $1 and leaf_index > $2 order by leaf_index limit 10000`,
      [logId, after],
    );
    for (const { leaf, link } of rows) hash.update(leaf).update(link);
    if (rows.length < 10_000) break;
    after = rows.at(-1).index;
  }
  hash.digest();
  return (performance.now() - began) / 1000;
}

/** The command as the operator runs it, start and all. */
function verify() {
  const began = performance.now();
  let memory = 0;
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [join(BUILT, 'cli.js'), 'ledger', 'verify', '--json'],
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

/** The median milliseconds of a record's proof, as a receipt asks for it. */
async function proofs(registerId, commitments) {
  const { readInclusion } = await built('consent/ledger/read-inclusion.js');
  const { DataSource } = await import('typeorm');
  const database = await new DataSource({
    type: 'postgres',
    url: cluster.keeperUrl,
    installExtensions: false,
  }).initialize();
  const times = [];
  for (const commitment of commitments) {
    const before = performance.now();
    if (!(await readInclusion(database, registerId, commitment))) throw new Error('a record has no place');
    times.push(performance.now() - before);
  }
  await database.destroy();
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}
