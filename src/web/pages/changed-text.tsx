import { changesOf } from './text-changes.js';

/** Of what is the same, this much is shown before and after a change. */
const AROUND = 160;

/** A text with what has come and gone marked in it; long stretches in between are left out. */
export function ChangedText({ before, now, lang }: { before: string; now: string; lang?: string }) {
  const changes = changesOf(before, now);
  return (
    <p class="changed-text" lang={lang}>
      {changes.map(({ text, how }, at) => {
        if (how === 'gone') return <del key={at}>{text}</del>;
        if (how === 'new') return <ins key={at}>{text}</ins>;
        return shortened(text, at === 0, at === changes.length - 1);
      })}
    </p>
  );
}

function shortened(text: string, first: boolean, last: boolean): string {
  if (text.length <= 2 * AROUND + 10) return text;
  const begins = first ? '' : text.slice(0, AROUND);
  const ends = last ? '' : text.slice(-AROUND);
  return `${begins} … ${ends}`;
}
