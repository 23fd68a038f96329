import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { KeeperSettings } from '../platform/config/settings.js';
import { faultCode } from '../platform/fault-code.js';
import { beat, readCounter, type RestoreVerdict } from './restore-guard.queries.js';
import { CounterFile } from './restore-guard-file.js';
import { KEEPER_SETTINGS } from './tokens.js';

const BEAT_MS = 60_000;

/**
 * Tells a database that was put back from a backup, and keeps this keeper from sending until the operator has answered.
 * A counter is raised in the database each minute, then noted in a file outside of it: a database behind the file is an
 * older one. First the row, then the file, so the file is never ahead of a database that lost nothing.
 */
@Injectable()
export class RestoreGuard implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('restore');
  readonly #file: CounterFile | undefined;
  #verdict: RestoreVerdict | 'unchecked' = 'unchecked';
  #told: RestoreVerdict = 'go';
  #seen: number | undefined;
  #waiting: string | null = null;
  #beating: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #noted = true;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#file = settings.KEEPER_STATE ? new CounterFile(settings.KEEPER_STATE) : undefined;
  }

  async onModuleInit(): Promise<void> {
    if (!this.#file) {
      this.#log.warn('KEEPER_STATE names no folder: a database put back from a backup will not be noticed');
      return;
    }
    this.#seen = this.#file.read();
    await this.#beat();
    this.#timer = setInterval(() => void this.everyMinute(), BEAT_MS);
    this.#timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Whether anything may leave, as of the last look. */
  maySend(): boolean {
    return this.#file === undefined || this.#verdict === 'go';
  }

  /** Looks at the database, and answers whether anything may leave. Before each piece of work: one read. */
  async look(): Promise<boolean> {
    if (!this.#file) return true;
    const { counter, restored } = await this.#checked(() => readCounter(this.database));
    if (this.#verdict !== 'go' || restored || counter < (this.#seen ?? 0)) await this.#beat();
    return this.maySend();
  }

  /** Raises the counter and notes it, or asks. A database that is away is asked again a minute later. */
  async everyMinute(): Promise<void> {
    // While the file cannot follow the row must not run ahead: after a restart that would look like a long absence.
    if (!this.#noted && !this.#note()) return;
    await this.#beat().catch(() => undefined);
  }

  #beat(): Promise<void> {
    this.#beating ??= this.#beatOnce().finally(() => (this.#beating = undefined));
    return this.#beating;
  }

  async #beatOnce(): Promise<void> {
    const { verdict, counter, question } = await this.#checked(() =>
      beat(this.database, this.#seen, this.#waiting),
    );
    this.#verdict = verdict;
    this.#waiting = question;
    this.#tell(verdict);
    if (verdict !== 'go') return;
    this.#seen = counter;
    this.#note();
  }

  /** A database that does not answer may be another one when it does. */
  async #checked<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      this.#verdict = 'unchecked';
      throw error;
    }
  }

  #note(): boolean {
    try {
      if (this.#seen !== undefined) this.#file?.write(this.#seen);
      this.#noted = true;
    } catch (error) {
      if (this.#noted) this.#log.error(`the counter could not be noted (${faultCode(error)})`);
      this.#noted = false;
    }
    return this.#noted;
  }

  #tell(verdict: RestoreVerdict): void {
    if (verdict === this.#told) return;
    this.#told = verdict;
    if (verdict === 'go') this.#log.log('sending goes on: this database is known now');
    else this.#log.error(`${WHY[verdict]}: nothing is sent until \`jatakk restored\` has answered`);
  }
}

const WHY = {
  restored: 'this database was further on before, so it was put back from a backup',
  unsure: 'this keeper does not know this database, which may have been put back from a backup',
};
