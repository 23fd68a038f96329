import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isRunning, ownIdentity } from '../../src/platform/embedded/process-identity.js';
import { takeRunLock, type RunLock } from '../../src/platform/embedded/run-lock.js';

describe('the lock of a data folder', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jatakk-test-'));
    path = join(folder, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names its holder to the second who asks, and is free when released', async () => {
    const first = (await takeRunLock(path)) as RunLock;
    expect(await takeRunLock(path)).toEqual({ heldBy: expect.objectContaining({ pid: process.pid }) });
    first.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(await takeRunLock(path)).toHaveProperty('release');
  });

  it('is taken over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const holder = identityOf(child.pid!)!;
    writeFileSync(path, JSON.stringify(holder));
    expect(await takeRunLock(path)).toEqual({ heldBy: holder });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await takeRunLock(path)).toHaveProperty('release');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken over when the pid is another process by now', async () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'long ago' }));
    expect(await takeRunLock(path)).toHaveProperty('release');
  });

  it('is taken over when its writer was cut off', async () => {
    writeFileSync(path, '{"pid":');
    expect(await takeRunLock(path)).toHaveProperty('release');
  });

  it('has one holder, however many find it stale at once', async () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'long ago' }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => takeRunLock(path)));
    expect(answers.filter((answer) => 'release' in answer)).toHaveLength(1);
  });

  it('knows a process from a later one of the same pid', () => {
    expect(isRunning(ownIdentity())).toBe(true);
    expect(isRunning({ pid: process.pid, started: 'long ago' })).toBe(false);
    for (const nobody of [0, -1, NaN, 2 ** 30]) expect(identityOf(nobody)).toBeUndefined();
  });
});
