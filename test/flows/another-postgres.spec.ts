import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { restoreDatabase } from '../../src/cli/restore/restore-database.js';
import { makeBackup } from '../../src/platform/backup/make-backup.js';
import { checkBackup } from '../../src/platform/backup/read-backup.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { type EmptyDatabase, makeEmptyDatabase } from '../support/empty-database.js';
import { type OlderPostgres, startOlderPostgres } from '../support/older-postgres.js';

const secret = randomBytes(32);
const root = mkdtempSync(join(tmpdir(), 'jatakk-majors-'));
let older: OlderPostgres | undefined;
let into: EmptyDatabase;

beforeAll(async () => {
  older = await startOlderPostgres();
  into = await makeEmptyDatabase();
});
afterAll(async () => {
  await older?.close();
  await into.drop();
  rmSync(root, { recursive: true });
});

const REGISTER = '11111111-1111-4111-8111-111111111111';
const PERSON = '22222222-2222-4222-8222-222222222222';
const ROWS = `
  insert into jatakk.register (id, slug, name) values ('${REGISTER}', 'lesere', 'Lesere æøå');
  insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
    values ('${REGISTER}', '${PERSON}', sha256('1'), sha256('2'), '\\x00ff10', 1);
  insert into vault.ring_key (ring_id, purpose, version, wrapped) values ('${REGISTER}', 'rest', 1, '\\x0102');
  insert into vault.row_key values ('${REGISTER}', '${PERSON}', decode(md5('row'), 'hex'));
  insert into jatakk.suppression (register_id, hash, kind, since_month) values ('${REGISTER}', sha256('3'), 'erased', '2024-02-01')`;

test('from an older major version of PostgreSQL into this one: every row, whatever its type', async () => {
  if (!older)
    return console.warn('NOT TESTED: no older PostgreSQL is installed here (JATAKK_OLDER_POSTGRES)');
  const ownerUrl = older.url('postgres');
  const migrateOptions = { ownerUrl, passwords: {}, undoSeconds: 0, log: () => undefined };
  await migrate(migrateOptions);
  const old = new pg.Client({ connectionString: ownerUrl });
  await old.connect();
  await old.query(ROWS);
  const read = async (client: pg.Client) =>
    (
      await client.query(
        `select s::text as line from jatakk.subscriber s union all select s::text from jatakk.suppression s
         union all select k::text from vault.row_key k union all select r::text from jatakk.register r order by 1`,
      )
    ).rows;
  const before = await read(old);
  await old.end();
  const order = { ownerUrl, secret: secret.toString('base64url'), houseId: undefined, to: root, keep: 1 };
  const made = await makeBackup(order);
  await restoreDatabase({
    ownerUrl: into.url,
    passwords: {},
    undoSeconds: 0,
    data: checkBackup(made.dataFile, 'data', [secret]),
    vault: checkBackup(made.vaultFile, 'vault', [secret]),
    secrets: [secret],
    journal: [],
    seen: 0,
  });
  expect(older.major).toBeLessThan(18);
  expect(await read(into.owner)).toEqual(before);
}, 240_000);
