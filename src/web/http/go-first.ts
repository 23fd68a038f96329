import type { FactorRefusal } from '../../staff/factors/second-factors.service.js';

/** A page for staff was asked for without what it takes: the visitor is shown the way to the page that comes first. */
export class GoFirst extends Error {
  constructor(readonly path: string) {
    super('another page comes first');
  }
}

/** Something that could do harm was asked for: who sits there is asked once more. */
export class ConfirmFirst extends Error {
  /** @param refused why the proof that came with it did not count */
  constructor(readonly refused?: FactorRefusal) {
    super('a proof comes first');
  }
}
