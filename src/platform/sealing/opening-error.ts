/** Why something sealed stays shut. Carries a code only, never content. */
export class OpeningError extends Error {
  constructor(
    readonly code:
      | 'box-too-short'
      | 'box-not-authentic'
      | 'box-malformed'
      | 'box-misplaced'
      | 'rest-malformed'
      | 'rest-not-authentic'
      | 'key-not-authentic'
      | 'key-missing',
  ) {
    super(code);
    this.name = 'OpeningError';
  }
}
