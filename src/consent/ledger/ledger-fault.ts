/** The ledger in the database is not what was signed, or not what was noted outside of it. */
export class LedgerFault extends Error {
  constructor(
    readonly code: 'head-not-signed' | 'tree-differs' | 'key-differs' | 'noted-head-missing' | 'not-sealed',
  ) {
    super(code);
    this.name = 'LedgerFault';
  }
}
