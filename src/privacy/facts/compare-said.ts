import type { SaidSentence } from './noted-facts.js';

/** How one sentence of the page became another. */
export type SaidChange =
  | { how: 'new'; now: SaidSentence }
  | { how: 'gone'; before: SaidSentence }
  | { how: 'changed'; before: SaidSentence; now: SaidSentence };

/** What has changed from one version of the page to the next, in the order of the page; what is gone comes last. */
export function compareSaid(before: readonly SaidSentence[], now: readonly SaidSentence[]): SaidChange[] {
  const key = ({ section, id }: SaidSentence) => `${section} ${id}`;
  const old = new Map(before.map((said) => [key(said), said]));
  const changes: SaidChange[] = [];
  for (const said of now) {
    const was = old.get(key(said));
    old.delete(key(said));
    if (!was) changes.push({ how: 'new', now: said });
    else if (was.nb !== said.nb || was.nn !== said.nn || was.en !== said.en)
      changes.push({ how: 'changed', before: was, now: said });
  }
  return [...changes, ...[...old.values()].map((said): SaidChange => ({ how: 'gone', before: said }))];
}
