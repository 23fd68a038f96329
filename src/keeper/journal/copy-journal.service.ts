import { join } from 'node:path';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { KeeperSettings } from '../../platform/config/settings.js';
import { faultCode } from '../../platform/fault-code.js';
import { JOURNAL, JournalFolder } from '../../platform/journal/journal-folder.js';
import { KEEPER_SETTINGS } from '../tokens.js';
import { journalWaits, takeJournal } from './journal.queries.js';

/** With a look that takes a while, still within the five seconds that are promised. */
const LOOK_MS = 2_000;
const TIDY_MS = 3_600_000;
/** Longer than backups are kept. */
const KEEP_DAYS = 90;

/**
 * Copies leaves, erasures and objections out of the database, so that a backup which is put back does not undo them. A
 * line leaves the table in the transaction that ends after it is on the disk: a crash between the two writes it again.
 */
@Injectable()
export class CopyJournal implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('journal');
  readonly #folder: JournalFolder | undefined;
  #timers: NodeJS.Timeout[] = [];
  #copying: Promise<void> | undefined;
  #fine = true;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#folder = settings.KEEPER_STATE
      ? new JournalFolder(join(settings.KEEPER_STATE, JOURNAL))
      : undefined;
  }

  onApplicationBootstrap(): void {
    if (!this.#folder) return;
    this.#folder.open();
    this.#timers = [
      setInterval(() => void this.copy(), LOOK_MS).unref(),
      setInterval(() => this.#tidy(), TIDY_MS).unref(),
    ];
    this.#tidy();
    void this.copy();
  }

  async onModuleDestroy(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.copy();
  }

  /** What waits now is on the disk when this answers, or a warning is in the log. */
  copy(): Promise<void> {
    this.#copying ??= this.#copyOnce().finally(() => (this.#copying = undefined));
    return this.#copying;
  }

  async #copyOnce(): Promise<void> {
    const folder = this.#folder;
    if (!folder) return;
    try {
      if (await journalWaits(this.database.manager)) {
        await this.database.transaction(async (tx) => {
          const lines = await takeJournal(tx);
          if (lines.length > 0) folder.append(lines);
        });
      }
      if (!this.#fine) this.#log.log('the journal is copied again');
      this.#fine = true;
    } catch (error) {
      if (this.#fine) {
        this.#log.error(
          `the journal could not be copied (${faultCode(error)}): a restore would bring back who leaves meanwhile`,
        );
      }
      this.#fine = false;
    }
  }

  #tidy(): void {
    try {
      this.#folder?.tidy(KEEP_DAYS);
    } catch (error) {
      this.#log.warn(`old days of the journal could not be tidied (${faultCode(error)})`);
    }
  }
}
