import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { dataFileName } from '../../src/platform/backup/backup-files.js';
import { readBackupSettings } from '../../src/platform/embedded/backup-settings.js';
import { NightlyBackup } from '../../src/platform/embedded/nightly-backup.js';

let to: string;
let now: Date;
let made: number;
let said: string[];
let fails: boolean;
let nightly: NightlyBackup;

const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute);

beforeEach(() => {
  to = mkdtempSync(join(tmpdir(), 'jatakk-nightly-'));
  mkdirSync(join(to, 'data'));
  [now, made, said, fails] = [at(10, 12), 0, [], false];
  nightly = new NightlyBackup({
    settings: { to, keep: 14, nightly: true },
    make: () => {
      if (fails) return Promise.reject(new Error('The disk is full.'));
      made += 1;
      const path = join(to, 'data', dataFileName(now));
      writeFileSync(path, '');
      utimesSync(path, now, now);
      return Promise.resolve(path);
    },
    say: (line) => said.push(line),
    now: () => now,
  });
});
afterEach(() => rmSync(to, { recursive: true }));

test('the first is made at once, then one after half past three each night', async () => {
  await nightly.look();
  expect(made).toBe(1);
  for (const [moment, so] of [
    [at(10, 23), 1],
    [at(11, 3, 25), 1],
    [at(11, 3, 30), 2],
    [at(11, 3, 35), 2],
    [at(12, 2), 2],
    // The machine was off at night.
    [at(12, 9), 3],
    [at(12, 10), 3],
  ] as const) {
    now = moment;
    await nightly.look();
    expect([moment.toString(), made]).toEqual([moment.toString(), so]);
  }
  expect(said).toHaveLength(3);
});

test('one that fails is told of, and tried again an hour later', async () => {
  fails = true;
  await nightly.look();
  now = at(10, 12, 30);
  await nightly.look();
  expect(said).toEqual(['NO BACKUP WAS MADE: The disk is full. It is tried again in an hour.']);
  fails = false;
  now = at(10, 13, 1);
  await nightly.look();
  expect(made).toBe(1);
});

test('how many are kept is bounded by how long the journal is; a folder is beside the data unless it is named', () => {
  expect(readBackupSettings({}, '/data')).toEqual({ to: '/data/backups', keep: 14, nightly: true });
  const off = { JATAKK_BACKUPS: 'off', BACKUP_KEEP: '3' };
  expect(readBackupSettings(off, '/data')).toEqual({ to: '/data/backups', keep: 3, nightly: false });
  expect(readBackupSettings({ JATAKK_BACKUPS: '/else' }, '/data').to).toBe('/else');
  for (const keep of ['0', '91', 'many', '1.5'])
    expect(() => readBackupSettings({ BACKUP_KEEP: keep }, '/data')).toThrow('from 1 to 90');
});
