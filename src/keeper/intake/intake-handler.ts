import type { EntityManager } from 'typeorm';
import type { KeyRing } from '../../registers/key-ring.js';

/** What becomes of one kind of sealed form. Runs in the transaction that takes the form away. */
export interface IntakeHandler {
  readonly kind: string;
  /** @throws OpeningError 'box-malformed' for content that is none of its kind: the form is put aside */
  handle(tx: EntityManager, ring: KeyRing, content: unknown): Promise<void>;
  /**
   * The same for many of one register, in a few statements.
   * @throws OpeningError before it has changed anything: each is then handled for itself
   */
  handleMany?(tx: EntityManager, ring: KeyRing, contents: readonly unknown[]): Promise<void>;
}

/** Injection token: every {@link IntakeHandler}. */
export const INTAKE_HANDLERS = Symbol('intake handlers');
