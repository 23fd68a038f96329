import type { EntityManager } from 'typeorm';

/** A question as the keeper has opened it. */
export interface OpenedAsk {
  ringId: string;
  /** SHA-256 of the token that shows who asks. Nothing is believed of it but what the database knows. */
  proof: Buffer;
  content: unknown;
}

/** What is sealed to whoever asked, or the code of why nothing is. */
export type ActAnswer = { answer: unknown } | { refused: string };

/** One thing that the window answers. It checks the proof itself, opens one item, and writes nothing of it anywhere. */
export interface WindowAct {
  readonly act: string;
  answer(tx: EntityManager, ask: OpenedAsk): Promise<ActAnswer>;
}

/** Injection token: every {@link WindowAct}. */
export const WINDOW_ACTS = Symbol('window acts');
