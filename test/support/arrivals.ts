import { randomBytes, randomUUID } from 'node:crypto';
import { ARRIVAL_BLOCK, type ArrivalContents, type ArrivalKind } from '../../src/inbound/arrival.js';
import { sealToRing } from '../../src/platform/sealing/sealed-box.js';
import { signInto } from '../promises/support/attempt.js';
import type { TestDatabase } from './test-database.js';
import { until } from './until.js';

export interface PutDown<K extends ArrivalKind> {
  kind: K;
  registerId: string;
  content: ArrivalContents[K];
  /** The place that it is sealed for, where that is not its own. */
  sealedFor?: { ringId?: string; rowId?: string };
}

/** Puts something down as the receiver does, signed in as its role: sealed to the register's public key. Its row's id. */
export async function putDown<K extends ArrivalKind>(
  database: TestDatabase,
  { kind, registerId, content, sealedFor }: PutDown<K>,
): Promise<string> {
  const receiver = await signInto(database.urls.receiver);
  try {
    const { rows } = await receiver.query<{ version: number; public_key: Buffer }>(
      'select version, public_key from jatakk.sealing_key where ring_id = $1 order by version desc limit 1',
      [registerId],
    );
    const { version, public_key: publicKey } = rows[0]!;
    const id = randomUUID();
    const box = sealToRing(
      publicKey,
      { ringId: registerId, rowId: id, ...sealedFor },
      content,
      ARRIVAL_BLOCK,
    );
    await receiver.query('select jatakk.arrive($1, $2, $3, $4, $5, $6, $7)', [
      id,
      registerId,
      version,
      kind,
      box,
      [],
      randomBytes(32),
    ]);
    return id;
  } finally {
    await receiver.end();
  }
}

/** Until the keeper has dealt with it: its row is gone, or was put aside. */
export async function dealtWith(database: TestDatabase, id: string): Promise<'gone' | 'put aside'> {
  return until('it is dealt with', async () => {
    const { rows } = await database.owner.query<{ quarantined: boolean }>(
      'select quarantined from jatakk.arrival where id = $1',
      [id],
    );
    if (rows.length === 0) return 'gone';
    return rows[0]!.quarantined ? 'put aside' : undefined;
  });
}
