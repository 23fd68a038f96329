export type UnreadableCode =
  | 'empty'
  | 'broken'
  | 'not-utf8'
  | 'binary'
  | 'too-large'
  | 'too-many'
  | 'column-twice'
  | 'no-address-column';

/** A file that as a whole cannot be read as an export. Says nothing of what stood in it. */
export class UnreadableImport extends Error {
  constructor(readonly code: UnreadableCode) {
    super(`the file cannot be read (${code})`);
  }
}
