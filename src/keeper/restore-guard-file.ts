import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { COUNTER_FILE } from '../platform/embedded/keeper-state.js';
import { readTextIfThere, writePrivateFile } from '../platform/embedded/private-file.js';
import { faultCode } from '../platform/fault-code.js';

/** The highest counter that this keeper has seen in its database, in a file of its own. */
export class CounterFile {
  readonly #path: string;

  constructor(private readonly folder: string) {
    this.#path = join(folder, COUNTER_FILE);
  }

  /** Undefined where there is none, or none that can be read as one. @throws Error when the folder is of no use */
  read(): number | undefined {
    try {
      accessSync(this.folder, constants.W_OK | constants.X_OK);
      const text = readTextIfThere(this.#path);
      return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    } catch (error) {
      throw new Error(`The folder that KEEPER_STATE names cannot be used (${faultCode(error)}).`, {
        cause: error,
      });
    }
  }

  /** Never lower than what is there: another keeper may share the folder. @throws when it cannot be written */
  write(counter: number): void {
    if (counter > (this.read() ?? -1)) writePrivateFile(this.#path, `${counter}\n`);
  }
}
