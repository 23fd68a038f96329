import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type ArrivalContents, type ArrivalKind, arrivalPartRow } from '../../inbound/arrival.js';
import { Batcher } from '../../platform/clock/batcher.js';
import { Doorbell } from '../../platform/database/doorbell.js';
import { isDatabaseAway } from '../../platform/database/is-database-away.js';
import { SealingKeys } from '../../registers/sealing-keys.service.js';
import { NoRoomError, Room } from './room.service.js';
import { arrive, arriveTogether, type SealedArrival } from './arrive.queries.js';

/** What is put down for one register. */
export interface Arrival<K extends ArrivalKind = ArrivalKind> {
  registerId: string;
  kind: K;
  content: ArrivalContents[K];
  parts: readonly Uint8Array[];
  fingerprint: Buffer;
}

/** In one statement, and statements at once. */
const AT_MOST = 200;
const AT_ONCE = 3;

/** Seals what has come to its register's key and stores it: whoever is answered can be told that it is kept. */
@Injectable()
export class PutDown implements OnModuleDestroy {
  readonly #bell: Doorbell;
  readonly #together: Batcher<SealedArrival, unknown>;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly sealing: SealingKeys,
    private readonly room: Room,
  ) {
    this.#bell = new Doorbell(database);
    this.#together = new Batcher((all) => this.#storeAll(all), {
      afterMs: 0,
      atMost: AT_MOST,
      atOnce: AT_ONCE,
    });
  }

  /** Answers once it is stored for good, now or by an earlier try. @throws where it is not, as where there is no room */
  async put(arrival: Arrival): Promise<void> {
    const sealed = await this.#seal(arrival);
    // One message may be for fifty, and each of them gets all of it.
    const octets = [sealed.box, ...sealed.parts].reduce((sum, { length }) => sum + length, 0);
    if (!(await this.room.take(octets))) throw new NoRoomError();
    // What is attached may be megabytes: each of those by itself.
    if (sealed.parts.length > 0) await arrive(this.database, sealed);
    else {
      const failure = await this.#together.ask(sealed);
      if (failure !== undefined) throw failure;
    }
    this.#bell.ring();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#bell.close();
  }

  async #seal({ registerId, kind, content, parts, fingerprint }: Arrival): Promise<SealedArrival> {
    const id = randomUUID();
    const { boxes, keyVersion } = await this.sealing.sealTogether(registerId, [
      { rowId: id, content },
      ...parts.map((octets, position) => ({
        rowId: arrivalPartRow(id, position),
        content: Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64'),
      })),
    ]);
    const [box, ...sealedParts] = boxes;
    return { id, registerId, keyVersion, kind, box: box!, parts: sealedParts, fingerprint };
  }

  /** What failed for each. One whose register is gone takes none of the others with it. */
  async #storeAll(all: SealedArrival[]): Promise<unknown[]> {
    try {
      await arriveTogether(this.database, all);
      return all.map(() => undefined);
    } catch (error) {
      if (all.length === 1 || isDatabaseAway(error)) return all.map(() => error);
      return Promise.all(all.map((one) => arrive(this.database, one).catch((failure: unknown) => failure)));
    }
  }
}
