import { GrowingTree } from '../../platform/merkle/growing-tree.js';
import { leafHash, sha256 } from '../../platform/merkle/tree-hash.js';
import { headLeaf, LEAF_TYPES } from './leaf-input.js';
import type { Fault, LogFindings } from './ledger-findings.js';
import { verifyHead } from './log-head.js';
import type { PublishedLog } from './published-ledger.js';

/** A leaf as it lies in the database, or as it is published: then without its link. */
export interface StoredLeaf {
  index: number;
  leaf: Buffer;
  link?: Buffer;
}

/** A head that is known from elsewhere: noted by a keeper, published earlier, or named by the next log. */
export interface Checkpoint {
  size: number;
  root: string;
  from: 'head' | 'noted' | 'known' | 'next-log';
}

/** Checks one log, leaf by leaf, in the memory of one leaf. It stops at the first that is wrong, and names it. */
export class LogCheck {
  readonly #tree = new GrowingTree();
  readonly #key: Buffer;
  readonly #faults: Fault[] = [];
  readonly #checkpoints: Checkpoint[];
  #link: Buffer = Buffer.alloc(0);
  #next = 0;
  #size = 0;
  /** So many leaves are as they were signed. */
  #proved = 0;
  #stopped = false;

  constructor(
    private readonly log: PublishedLog,
    known: readonly Checkpoint[] = [],
  ) {
    this.#key = Buffer.from(log.publicKey, 'base64url');
    const heads = log.heads.map(({ size, root }) => ({ size, root, from: 'head' as const }));
    this.#checkpoints = [...heads, ...known].toSorted((a, b) => a.size - b.size);
    this.#checkHeads();
  }

  /** False once a leaf is wrong: what follows says nothing more. */
  take({ index, leaf, link }: StoredLeaf): boolean {
    if (this.#stopped) return false;
    const at = this.#size;
    if (index !== at) return this.#stop({ what: 'leaf-missing', leaf: at });
    if (!this.#isOfItsPlace(at, leaf)) return this.#stop({ what: 'leaf-wrong', leaf: at });
    const hash = leafHash(leaf);
    if (link !== undefined) {
      this.#link = sha256(this.#link, hash);
      if (!this.#link.equals(link)) return this.#stop({ what: 'leaf-wrong', leaf: at });
    }
    this.#tree.add(hash);
    this.#size += 1;
    return this.#reached();
  }

  findings(): LogFindings {
    const beyond = this.#checkpoints.slice(this.#next);
    if (!this.#stopped) {
      // What a restore has lost the next log tells: its first leaf is the head that was known.
      const lost = beyond.findLast(({ from }) => from === 'next-log')?.size ?? 0;
      const missed = beyond.find(({ from, size }) => from === 'head' || size > lost);
      if (missed) this.#stop({ what: 'leaf-missing', leaf: this.#size, head: missed.size });
      else if (this.#size > this.#proved) this.#stop({ what: 'leaf-unsigned', leaf: this.#proved });
    }
    const { id, heads, started, ended } = this.log;
    return {
      id,
      started,
      ended,
      leaves: this.#size,
      lost: this.#stopped ? 0 : Math.max(0, (beyond.at(-1)?.size ?? 0) - this.#size),
      heads: heads.length,
      newest: heads.at(-1) ?? null,
      faults: this.#faults,
    };
  }

  #checkHeads(): void {
    const { id, heads, previous } = this.log;
    for (const [at, head] of heads.entries()) {
      const before = heads[at - 1];
      if (head.logId !== id || !verifyHead(this.#key, head))
        this.#faults.push({ what: 'head-unsigned', head: head.size });
      if (before && (head.size <= before.size || head.date < before.date))
        this.#faults.push({ what: 'head-disorder', head: head.size });
    }
    if (previous && !verifyHead(Buffer.from(previous.publicKey, 'base64url'), previous))
      this.#faults.push({ what: 'previous-unsigned' });
  }

  /** The first leaf of a log that goes on is the head before, and no other leaf is one. */
  #isOfItsPlace(at: number, leaf: Buffer): boolean {
    if (leaf.length !== 33) return false;
    const { previous } = this.log;
    return at === 0 && previous ? leaf.equals(headLeaf(previous)) : leaf[0] === LEAF_TYPES.record;
  }

  #reached(): boolean {
    for (let point = this.#checkpoints[this.#next]; point?.size === this.#size;) {
      if (this.#tree.root().toString('hex') !== point.root)
        return this.#stop({ what: WRONG_ROOT[point.from], leaf: this.#proved, before: this.#size });
      this.#next += 1;
      point = this.#checkpoints[this.#next];
    }
    if (this.#checkpoints[this.#next - 1]?.size === this.#size) this.#proved = this.#size;
    return true;
  }

  #stop(fault: Fault): false {
    this.#faults.push(fault);
    this.#stopped = true;
    return false;
  }
}

const WRONG_ROOT = {
  head: 'leaves-rewritten',
  noted: 'noted-head-differs',
  known: 'known-head-differs',
  'next-log': 'next-log-differs',
} as const;
