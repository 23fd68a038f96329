import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFile } from '../../src/platform/embedded/log-file.js';

const DAY_MS = 24 * 3600 * 1000;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jatakk-log-'));
  path = join(folder, 'jatakk.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As if the older lines had been put aside so many days ago. */
function putAside(days: number): void {
  writeFileSync(`${path}.1`, 'older\n');
  const then = new Date(Date.now() - days * DAY_MS);
  utimesSync(`${path}.1`, then, then);
}

const read = () => [path, `${path}.1`].map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : null));

describe('a log', () => {
  it('goes on where it was, for 15 days', () => {
    putAside(14);
    writeFileSync(path, 'newer\n');
    openLogFile(path);
    appendFileSync(path, 'newest\n');
    expect(read()).toEqual(['newer\nnewest\n', 'older\n']);
  });

  it('is put aside after 15 days, in place of what was there', () => {
    putAside(16);
    writeFileSync(path, 'newer\n');
    openLogFile(path);
    expect(read()).toEqual(['', 'newer\n']);
    // Opened again, it goes on: it was put aside only now.
    appendFileSync(path, 'newest\n');
    openLogFile(path);
    expect(read()).toEqual(['newest\n', 'newer\n']);
  });

  it('forgets all that it cannot tell to be younger than 30 days, once', () => {
    putAside(31);
    writeFileSync(path, 'newer\n');
    openLogFile(path);
    expect(read()).toEqual(['', '']);
    appendFileSync(path, 'newest\n');
    openLogFile(path);
    expect(read()).toEqual(['newest\n', '']);
  });
});
