import type { MessageKey } from '../../../platform/i18n/messages.js';

/** How many deliveries came to nothing in the same way, as classes and numbers. */
export interface ShownFailureClass {
  state: 'bounced' | 'dead';
  replyClass: string | null;
  count: number;
}

type Reason = 'hard' | 'soft' | 'tired' | 'ours' | 'lost' | 'shut' | 'other';

interface ReasonWords {
  name: MessageKey;
  /** What it means for those people. */
  text: MessageKey;
}

/** The one table from reason to words, in the order the lines stand. */
const WORDS: Record<Reason, ReasonWords> = {
  hard: { name: 'failure.hard', text: 'failure.hard.text' },
  soft: { name: 'failure.soft', text: 'failure.soft.text' },
  tired: { name: 'failure.tired', text: 'failure.tired.text' },
  lost: { name: 'failure.lost', text: 'failure.tired.text' },
  ours: { name: 'failure.ours', text: 'failure.ours.text' },
  shut: { name: 'failure.shut', text: 'failure.shut.text' },
  other: { name: 'failure.other', text: 'failure.other.text' },
};

export interface FailureLine extends ReasonWords {
  state: ShownFailureClass['state'];
  count: number;
  /** What the servers said, the most frequent first. */
  codes: string[];
}

/** One line per state and reason, summing to what was given. */
export function failureLines(classes: readonly ShownFailureClass[]): FailureLine[] {
  return (Object.keys(WORDS) as Reason[]).flatMap((reason) =>
    (['bounced', 'dead'] as const).flatMap((state) => {
      const own = classes.filter((one) => one.state === state && reasonOf(one) === reason);
      if (own.length === 0) return [];
      const codes = own.toSorted((a, b) => b.count - a.count).flatMap(({ replyClass }) => codeOf(replyClass));
      return [{ ...WORDS[reason], state, codes, count: own.reduce((sum, { count }) => sum + count, 0) }];
    }),
  );
}

function reasonOf({ state, replyClass }: ShownFailureClass): Reason {
  const [kind = ''] = (replyClass ?? '').split(':', 1);
  if (kind === 'soft') return state === 'dead' ? 'tired' : 'soft';
  if (kind === 'hard' || kind === 'ours') return kind;
  if (kind === 'lost-connection') return 'lost';
  // What keeps an address shut: a sealed box, the rest of a row, or a key.
  return /^(box|rest|key)-/.test(kind) ? 'shut' : 'other';
}

function codeOf(replyClass: string | null): string[] {
  return replyClass === null ? [] : [replyClass.split(':').at(-1)!];
}
