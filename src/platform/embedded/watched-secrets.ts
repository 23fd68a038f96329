import { readKeeperSecrets, type Secrets } from './secrets-folder.js';

const LOOK_MS = 1000;

/** The keeper's secrets as their file has them: a change of the secret reaches a keeper that is running. */
export class WatchedSecrets {
  #known: string;
  readonly #timer: NodeJS.Timeout;

  constructor(
    { folder, keeper }: Secrets,
    private readonly onChange: (secrets: string) => void,
  ) {
    this.#known = keeper;
    this.#timer = setInterval(() => this.#look(folder), LOOK_MS);
    this.#timer.unref();
  }

  /** One a line, the newest last. */
  now(): string {
    return this.#known;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** A file that cannot be read, or is half written, changes nothing. */
  #look(folder: string): void {
    let found: string | undefined;
    try {
      found = readKeeperSecrets(folder);
    } catch {
      return;
    }
    if (found === undefined) return;
    // While there are two they are told again and again: the keeper may just have been starting.
    if (found !== this.#known || found.includes('\n')) this.onChange(found);
    this.#known = found;
  }
}
