import { type EditorState, TextSelection } from 'prosemirror-state';
import { asAddress } from './address.js';
import type { Editing } from './editing.js';
import { schema } from './schema.js';

const { link } = schema.marks;

/** The whole link in which the cursor stands. */
function linkAround({
  selection: { $from },
}: EditorState): { from: number; to: number; href: string } | undefined {
  const isLinked = (index: number) => link.isInSet($from.parent.maybeChild(index)?.marks ?? []);
  let first = $from.index();
  const mark = isLinked(first) ?? ($from.parentOffset > 0 ? isLinked((first -= 1)) : undefined);
  if (!mark) return undefined;
  let last = first;
  const isSame = (index: number) => index >= 0 && isLinked(index)?.eq(mark) === true;
  while (isSame(first - 1)) first -= 1;
  while (isSame(last + 1)) last += 1;
  return { from: $from.posAtIndex(first), to: $from.posAtIndex(last + 1), href: String(mark.attrs.href) };
}

/** Asks where the chosen words lead; with none chosen, for the words too. */
export function askForLink(editing: Editing): void {
  const { say } = editing;
  const view = editing.view();
  const { selection } = view.state;
  if (!selection.$from.parent.inlineContent) return;
  const around = linkAround(view.state);
  const range = selection.empty && around ? around : selection;
  const withWords = range.from === range.to;
  editing.ask({
    title: say('link.title'),
    fields: [
      ...(withWords ? [{ name: 'words', label: say('link.words'), value: '' }] : []),
      { name: 'href', label: say('field.href'), hint: say('field.href.hint'), value: around?.href ?? '' },
    ],
    done: say(around ? 'change' : 'insert'),
    take: ({ words, href = '' }) => {
      const address = asAddress(href);
      if (address === null) return { name: 'href', fault: say('address.fault') };
      const { tr } = view.state;
      if (withWords)
        tr.replaceSelectionWith(
          schema.text(words?.trim() || href.trim(), [link.create({ href: address })]),
          false,
        );
      else
        tr.removeMark(range.from, range.to, link)
          .addMark(range.from, range.to, link.create({ href: address }))
          .setSelection(TextSelection.create(tr.doc, range.to));
      view.dispatch(tr.removeStoredMark(link).scrollIntoView());
      return null;
    },
    ...(around && {
      other: {
        label: say('link.remove'),
        act: () => view.dispatch(view.state.tr.removeMark(range.from, range.to, link)),
      },
    }),
    closed: () => view.focus(),
  });
}
