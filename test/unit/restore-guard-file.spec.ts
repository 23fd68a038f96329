import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CounterFile } from '../../src/keeper/restore-guard-file.js';
import { openKeeperState } from '../../src/platform/embedded/keeper-state.js';

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'jatakk-state-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is written is read again, by nobody but its owner', () => {
  new CounterFile(folder).write(41);
  expect(new CounterFile(folder).read()).toBe(41);
  expect(statSync(join(folder, 'heartbeat')).mode & 0o777).toBe(0o600);
});

test('two keepers that share a folder never lower it', () => {
  const [first, second] = [new CounterFile(folder), new CounterFile(folder)];
  first.write(8);
  second.write(7);
  expect(readFileSync(join(folder, 'heartbeat'), 'utf8')).toBe('8\n');
});

test('there is none at first', () => {
  expect(new CounterFile(folder).read()).toBeUndefined();
});

test.each(['', ' ', '-1', '1.5', 'x', '1e9', '9'.repeat(16), '12 13'])('%j is no counter', (text) => {
  writeFileSync(join(folder, 'heartbeat'), text);
  expect(new CounterFile(folder).read()).toBeUndefined();
});

test('a folder that is not there, and a counter that is no file, are faults, named by their code', () => {
  expect(() => new CounterFile(join(folder, 'no')).read()).toThrow('cannot be used (ENOENT)');
  mkdirSync(join(folder, 'heartbeat'));
  expect(() => new CounterFile(folder).read()).toThrow('cannot be used (EISDIR)');
});

test('its folder lies beside the secret, not in the data; another may be named', () => {
  const users = undefined;
  const beside = openKeeperState({ keeperStatePath: undefined, users }, { folder });
  expect(beside).toBe(join(folder, 'keeper-state'));
  expect(statSync(beside).mode & 0o777).toBe(0o700);
  const named = join(folder, 'else', 'where');
  expect(openKeeperState({ keeperStatePath: named, users }, { folder })).toBe(named);
});

test('a folder that cannot be made is a refusal that says so', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() =>
    openKeeperState({ keeperStatePath: join(folder, 'file', 'x'), users: undefined }, { folder }),
  ).toThrow(/^The keeper's notes cannot be kept in .* \(ENOTDIR\)\. KEEPER_STATE may name another folder\.$/);
});
