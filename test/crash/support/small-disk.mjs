import { closeSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk small enough to be filled. */
export class SmallDisk {
  /** @param {string} folder where it is mounted */
  constructor(folder) {
    this.folder = folder;
    this.ballast = join(folder, 'ballast');
  }

  /** To the last byte. */
  fill() {
    const fd = openSync(this.ballast, 'w');
    for (const size of [1 << 20, 1 << 12, 1]) {
      const chunk = Buffer.alloc(size, 1);
      try {
        for (;;) writeSync(fd, chunk);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
    closeSync(fd);
    if (statfsSync(this.folder).bavail > 0) throw new Error('the disk is not full');
  }

  free() {
    rmSync(this.ballast);
  }

  /** As it was at first. */
  clear() {
    for (const name of readdirSync(this.folder))
      rmSync(join(this.folder, name), { recursive: true, force: true });
  }
}
