import { dataBackups } from '../backup/backup-files.js';
import type { BackupSettings } from './backup-settings.js';

const LOOK_MS = 300_000;
const AFTER_FAILURE_MS = 3_600_000;
/** By the clock of this machine: when most are asleep. */
const HOUR = 3;
const MINUTE = 30;

/** Makes a backup each night, and one that a machine which was off has missed. */
export class NightlyBackup {
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #notBefore = 0;

  constructor(
    private readonly options: {
      settings: BackupSettings;
      /** Answers the file of the data, or undefined when there is nothing to keep yet. */
      make: () => Promise<string | undefined>;
      say: (line: string) => void;
      now?: () => Date;
    },
  ) {}

  begin(): void {
    if (!this.options.settings.nightly) return;
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Makes one if it is due. What goes wrong is said, and tried again an hour later. */
  async look(): Promise<void> {
    const now = this.#now();
    if (this.#running || now.getTime() < this.#notBefore || !this.#due(now)) return;
    this.#running = true;
    try {
      const made = await this.options.make();
      if (made) this.options.say(`Backup made: ${made}`);
    } catch (error) {
      this.#notBefore = this.#now().getTime() + AFTER_FAILURE_MS;
      this.options.say(`NO BACKUP WAS MADE: ${(error as Error).message} It is tried again in an hour.`);
    } finally {
      this.#running = false;
    }
  }

  #due(now: Date): boolean {
    const newest = dataBackups(this.options.settings.to).at(-1)?.finishedAt;
    return newest === undefined || newest < lastNight(now);
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }
}

/** The last time that it was half past three. */
function lastNight(now: Date): Date {
  const night = new Date(now);
  night.setHours(HOUR, MINUTE, 0, 0);
  if (night > now) night.setDate(night.getDate() - 1);
  return night;
}
