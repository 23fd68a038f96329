import { type Signer, signerFrom } from '../../platform/merkle/ed25519.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { LedgerFault } from './ledger-fault.js';
import type { LedgerLog } from './ledger.queries.js';

/** A log that can be signed for. */
export interface OpenLog {
  id: string;
  signer: Signer;
}

/**
 * The key of a register's log, from the register's ring. For the keeper only.
 * @throws LedgerFault when the log is under another key than ours: somebody put it there
 */
export function openLog(ring: KeyRing, log: Pick<LedgerLog, 'id' | 'publicKey' | 'keyVersion'>): OpenLog {
  const signer = signerFrom(ring.key('ledger', log.keyVersion));
  if (!signer.publicKey.equals(log.publicKey)) throw new LedgerFault('key-differs');
  return { id: log.id, signer };
}
