import type { SignedHead } from './log-head.js';

/** What is wrong in a ledger. `leaf`: the first that is wrong, or can be: then `before` is the first that is not meant. */
export interface Fault {
  what:
    | 'leaf-missing'
    | 'leaf-wrong'
    /** The links fit and the signed root does not: somebody has made them anew. */
    | 'leaves-rewritten'
    | 'leaf-unsigned'
    | 'head-unsigned'
    | 'head-disorder'
    | 'previous-unsigned'
    | 'previous-missing'
    | 'noted-head-differs'
    | 'noted-head-missing'
    | 'known-head-differs'
    | 'known-head-missing'
    | 'next-log-differs'
    | 'key-differs';
  leaf?: number;
  before?: number;
  /** The size of the head that is meant. */
  head?: number;
}

export interface LogFindings {
  id: string;
  started: string;
  ended: boolean;
  /** As many as were read, up to the first that is wrong. */
  leaves: number;
  /** Leaves under heads that are known and no longer here: a restore has lost them. */
  lost: number;
  heads: number;
  newest: SignedHead | null;
  faults: Fault[];
}

export interface LedgerFindings {
  register: string;
  logs: LogFindings[];
  /** What is wrong with none of the logs in particular. */
  faults: Fault[];
}

export function isWhole({ logs, faults }: LedgerFindings): boolean {
  return faults.length === 0 && logs.every((log) => log.faults.length === 0);
}
