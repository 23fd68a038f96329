import { SetMetadata } from '@nestjs/common';

export const NOTED = 'jatakk noted';

/** How the log of what staff do learns of a route that changes something; without a word the act is noted before it. */
export type Noted =
  /** Not at all: a preview, which changes nothing. */
  | 'nothing-changes'
  /** The function in the database that does it notes it in its own transaction; web only that nothing came of it. */
  | 'where-it-is-done';

export const ChangesNothing = () => SetMetadata(NOTED, 'nothing-changes' satisfies Noted);

export const NotedWhereItIsDone = () => SetMetadata(NOTED, 'where-it-is-done' satisfies Noted);

/** What an act is called in the log: by its controller and method, `send-campaign.send`. */
export function actName(controller: string, handler: string): string {
  return `${kebab(controller.replace(/Controller$/, ''))}.${kebab(handler)}`;
}

const kebab = (name: string) => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
