import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Announcer } from './announce.js';
import type { OpenPanel } from './panel.js';
import type { Say } from './setting.js';

/** An image of the register, as the route of the images tells of it. */
export interface ChosenImage {
  id: string;
  alt: string;
  width: number;
  height: number;
}

/** What the parts of the editor share. */
export interface Editing {
  say: Say;
  asks: readonly string[];
  locale: string;
  announcer: Announcer;
  /** The images of the register; none while there are none to choose. */
  images: () => Promise<readonly ChosenImage[]>;
  /** Opens the fields below the toolbar. */
  ask: (panel: OpenPanel) => void;
  view: () => EditorView;
}

/** Runs a command as a button does: the text has the focus afterwards. */
export function run(editing: Editing, command: Command): void {
  const view = editing.view();
  command(view.state, view.dispatch, view);
  view.focus();
}
