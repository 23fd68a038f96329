import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { RestoreGuard } from '../../src/keeper/restore-guard.service.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { Rows } from './support/rows.js';

const folder = mkdtempSync(join(tmpdir(), 'jatakk-restored-'));

let rows: Rows;
let keeper: DataSource;
let guard: RestoreGuard;

const later = async (): Promise<RestoreGuard> => {
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  const settings = readKeeperSettings({ PUBLIC_URL: 'http://localhost:3000', KEEPER_STATE: state });
  const made = new RestoreGuard(keeper, settings);
  await made.onModuleInit();
  return made;
};

beforeAll(async () => {
  Logger.overrideLogger(false);
  rows = await Rows.open();
  keeper = await rows.signIn('keeper');
});
beforeEach(async () => {
  guard = await later();
  for (let beats = 0; beats < 3; beats += 1) await guard.everyMinute();
});
afterEach(async () => {
  guard.onModuleDestroy();
  await rows.owner.query('select jatakk.answer_restored(false)');
});
afterAll(async () => {
  await rows.close();
  rmSync(folder, { recursive: true, force: true });
});

const setBack = () => rows.owner.query('update jatakk.installation set heartbeat = heartbeat - 1');

test('a database one beat behind the file was put back: a keeper that starts asks and sends nothing', async () => {
  expect(guard.maySend()).toBe(true);
  await setBack();
  const next = await later();
  expect(next.maySend()).toBe(false);
  next.onModuleDestroy();
});

test('put back under a running keeper, it is noticed before the next piece of work', async () => {
  expect(await guard.look()).toBe(true);
  await setBack();
  expect(await guard.look()).toBe(false);
});

test('a keeper that knows nothing of this database asks', async () => {
  rmSync(join(folder, 'state'), { recursive: true });
  const next = await later();
  expect(next.maySend()).toBe(false);
  next.onModuleDestroy();
});
