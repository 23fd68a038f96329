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
import { auditHead, hasAuditHead } from '../../staff/audit/audit-lines.queries.js';
import { type AuditHead, NotedAuditHead } from '../../staff/audit/noted-head.js';
import { RestoreGuard } from '../restore-guard.service.js';
import { KEEPER_SETTINGS } from '../tokens.js';
import { goOnWithAudit } from './go-on.queries.js';

const MINUTE_MS = 60_000;

/**
 * Notes the end of the log of what staff do outside the database, once a minute: whoever owns the database can make the
 * whole log anew, but not so that it fits what was noted. What no longer fits is never overwritten, unless the operator
 * has answered that the database was put back.
 */
@Injectable()
export class NoteAuditHead implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('audit');
  readonly #notes: NotedAuditHead | undefined;
  #timer: NodeJS.Timeout | undefined;
  #noting: Promise<void> | undefined;
  #told = '';

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly restores: RestoreGuard,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#notes = settings.KEEPER_STATE ? new NotedAuditHead(settings.KEEPER_STATE) : undefined;
  }

  onApplicationBootstrap(): void {
    if (!this.#notes) return;
    this.#timer = setInterval(() => void this.note(), MINUTE_MS);
    this.#timer.unref();
    void this.note();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.note();
  }

  /** The end as it is now is on the disk when this answers, or why it is not is in the log. */
  note(): Promise<void> {
    this.#noting ??= this.#telling().finally(() => (this.#noting = undefined));
    return this.#noting;
  }

  /** Once, not each minute. */
  async #telling(): Promise<void> {
    if (!this.#notes) return;
    const why = await this.#noteOnce(this.#notes).catch((error: unknown) => faultCode(error));
    if (why !== '' && why !== this.#told)
      this.#log.error(`the end of the audit log is not noted (${why}): see jatakk audit verify`);
    this.#told = why;
  }

  /** Why it could not be; empty when it was. */
  async #noteOnce(notes: NotedAuditHead): Promise<string> {
    const noted = notes.read();
    if (noted && !(await this.#holds(noted))) return 'noted-head-missing';
    const head = await auditHead(this.database);
    if (head && head.number !== noted?.number) notes.write(head);
    return '';
  }

  /** What was noted is still there; or a restore has lost it, which the log then says. */
  async #holds(noted: AuditHead): Promise<boolean> {
    if (await hasAuditHead(this.database, noted)) return true;
    return (await this.restores.look()) && (await goOnWithAudit(this.database, noted));
  }
}
