import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../../platform/fault-code.js';
import { KeyRings } from '../../registers/key-rings.service.js';
import { AtWork } from '../at-work.service.js';
import { SurveyKeyring } from '../surveys/survey-keys.service.js';
import { clearRegister, destroyedRegisters, destroyRegisterKeys } from './end-register.queries.js';
import { rewrapKeys } from './rewrap-keys.js';
import { RotateRing } from './rotate-ring.js';
import { finishRotation, openRotations } from './rotation.queries.js';

const BATCH = 20_000;
const TELL_MS = 5000;

/** Works at the rotations that the operator has opened, and ends the registers whose day has come. */
@Injectable()
export class LookAfterKeys implements OnModuleDestroy {
  readonly #log = new Logger('keys');
  readonly #me = randomUUID();
  readonly #rotate: RotateRing;
  #stopping = false;
  #told = '';
  #tellAgain = 0;
  #working: Promise<void> = Promise.resolve();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly atWork: AtWork,
    private readonly surveyKeys: SurveyKeyring,
  ) {
    this.#rotate = new RotateRing(database, rings, this.#log);
  }

  /** Says that this keeper is here and which secrets it has; begins what there is to do. */
  async look(): Promise<void> {
    await this.#tellSecrets();
    const rows = (await this.database.query(
      `select exists (select 1 from jatakk.rotation where done_at is null)
           or exists (select 1 from jatakk.register_deletion where done_at is null and due_at <= clock_timestamp()) as some`,
    )) as { some: boolean }[];
    if (!rows[0]!.some || this.#stopping) return;
    this.#working = this.atWork
      .run('keys', () => this.#work())
      .catch((error: unknown) => this.#log.warn(`the keys could not be looked after (${faultCode(error)})`));
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    await this.#working;
    await this.database
      .query('delete from jatakk.keeper_here where id = $1', [this.#me])
      .catch(() => undefined);
  }

  /** Every few seconds, and at once when there are others. */
  async #tellSecrets(): Promise<void> {
    const secrets = this.rings.secrets.ids();
    if (performance.now() < this.#tellAgain && secrets.join() === this.#told) return;
    await this.database.query(
      `insert into jatakk.keeper_here (id, secrets) values ($1, $2)
       on conflict (id) do update set secrets = excluded.secrets, seen_at = clock_timestamp()`,
      [this.#me, secrets],
    );
    this.#told = secrets.join();
    this.#tellAgain = performance.now() + TELL_MS;
  }

  async #work(): Promise<void> {
    for (const rotation of await openRotations(this.database)) {
      if (this.#stopping) return;
      if (rotation.purpose === 'secret') {
        if (!(await rewrapKeys(this.database, this.rings, rotation))) continue;
        await this.surveyKeys.rewrap();
        await finishRotation(this.database, rotation.id);
      } else await this.#rotate.run(rotation, () => this.#stopping);
    }
    for (const registerId of await destroyRegisterKeys(this.database)) {
      this.rings.forget(registerId);
      this.#log.log('the keys of a register have been destroyed; its rows go next');
    }
    for (const registerId of await destroyedRegisters(this.database)) {
      this.rings.forget(registerId);
      while (!this.#stopping && (await clearRegister(this.database, registerId, BATCH)) > 0);
    }
  }
}
