import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { KeyRings } from '../../registers/key-rings.service.js';
import { makeVersion } from './make-version.js';
import { rollBoxes } from './roll-boxes.js';
import { BEGINNING, type BegunRotation, type Progress, rollBatch } from './roll-rows.js';
import {
  finishRotation,
  openRotations,
  type RingRotation,
  switchRotation,
  takeRing,
  takeRotation,
} from './rotation.queries.js';

/** These come into use at one moment, when all that is found by them has been rolled. The others at once, but for `verp`. */
const SWITCHED = new Set<RingRotation['purpose']>(['index', 'suppression', 'link']);

/** One rotation of a ring's key, from the new version until nothing is under an older one. May be cut off anywhere. */
export class RotateRing {
  readonly #givenUp = new Map<string, string>();

  constructor(
    private readonly database: DataSource,
    private readonly rings: KeyRings,
    private readonly log: Logger,
  ) {}

  /** Does what can be done now. Safe to run twice at once, and again after a crash. */
  async run(opened: RingRotation, stopping: () => boolean): Promise<void> {
    if (opened.version === null) await makeVersion(this.database, this.rings, opened);
    const known = (await openRotations(this.database)).find(({ id }) => id === opened.id);
    if (!known || known.purpose === 'secret' || known.version === null) return;
    const rotation: BegunRotation = { ...known, version: known.version };
    if (rotation.purpose === 'seal') {
      const ring = await this.rings.having(rotation.ringId, 'seal', rotation.version);
      await rollBoxes(this.database, ring, rotation, (code) => this.#tell(rotation, code));
    }
    if (!(await this.#pass(rotation, stopping))) return;
    if (SWITCHED.has(rotation.purpose)) await this.#switch(rotation);
    // Nothing is found by it. It waits for every receiver to have it, and is asked again at the next look.
    else if (rotation.purpose === 'verp') await switchRotation(this.database, rotation.id);
    else await finishRotation(this.database, rotation.id, [...this.#givenUp.keys()]);
  }

  /** Rolls what there is, a batch a transaction. False when another keeper is at it, or it is time to stop. */
  async #pass(rotation: BegunRotation, stopping: () => boolean): Promise<boolean> {
    let at: Progress | undefined = BEGINNING;
    while (at) {
      if (stopping()) return false;
      const from: Progress = at;
      const next = await this.database.transaction(async (tx) => {
        if (!(await takeRotation(tx, rotation.id))) return 'taken';
        const ring = await this.rings.having(rotation.ringId, rotation.purpose, rotation.version);
        return rollBatch(tx, ring, rotation, from, this.#giveUp(rotation));
      });
      if (next === 'taken') return false;
      at = next;
    }
    return true;
  }

  /** With the ring in hand: rolls what came meanwhile, and takes the new version into use. */
  async #switch(rotation: BegunRotation): Promise<void> {
    await this.database.transaction(async (tx) => {
      await takeRing(tx, rotation.ringId);
      const ring = await this.rings.having(rotation.ringId, rotation.purpose, rotation.version);
      while (!(await switchRotation(tx, rotation.id))) {
        const open = (await tx.query('select 1 from jatakk.rotation where id = $1 and done_at is null', [
          rotation.id,
        ])) as unknown[];
        if (open.length === 0) return;
        let at: Progress | undefined = BEGINNING;
        while (at) at = await rollBatch(tx, ring, rotation, at, this.#giveUp(rotation));
      }
    });
  }

  #giveUp(rotation: BegunRotation): (id: string, code: string) => void {
    return (id, code) => {
      if (!this.#givenUp.has(id)) this.#tell(rotation, code);
      this.#givenUp.set(id, code);
    };
  }

  #tell({ purpose }: RingRotation, code: string): void {
    this.log.error(
      `a row could not be opened while the ${purpose} key was rotated (${code}); it stays as it is`,
    );
  }
}
