import { randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { openAtRest, type RestPlace, sealAtRest } from '../../platform/sealing/at-rest.js';
import { deriveToken, hashToken } from '../../platform/sealing/link-token.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import { correspondentUnder } from '../../registers/correspondent-hash.js';
import { blindIndexUnder, type KeyRing } from '../../registers/key-ring.js';
import {
  putLinks,
  putRows,
  type RowKind,
  type UnrolledRow,
  unrolledLinks,
  unrolledRows,
} from './rotated-rows.queries.js';
import type { RingRotation } from './rotation.queries.js';

/** A rotation whose new version has been made. */
export type BegunRotation = RingRotation & { version: number };

/** How far a rotation has come: the kind it is at, and the last id that was looked at. */
export interface Progress {
  kind: number;
  after: string;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 200;

/** Fewer at a time of what may be long: a message is under a megabyte, a part of one a quarter. */
const BATCH_OF: Partial<Record<RowKind, number>> = { message: 20, part: 20 };

const KINDS: Partial<Record<RingRotation['purpose'], readonly RowKind[]>> = {
  rest: ['address', 'address-change', 'evidence', 'fields', 'consent', 'conversation', 'message', 'part'],
  index: ['address', 'address-change', 'conversation'],
  suppression: ['address', 'address-change'],
};

/** What a kind is sealed as, where that has another name. */
const PURPOSES: Partial<Record<RowKind, RestPlace['purpose']>> = {
  'address-change': 'address',
  conversation: 'address',
};

export const BEGINNING: Progress = { kind: 0, after: FIRST };

/**
 * Rolls one batch of a ring's rows to the rotation's version. Returns where the next begins; undefined when a pass is
 * over. What does not open stays as it is, under the version it says; by an index it is not found any more.
 * @param givenUp called for each row that did not open
 */
export async function rollBatch(
  tx: EntityManager,
  ring: KeyRing,
  rotation: BegunRotation,
  { kind: at, after }: Progress,
  givenUp: (id: string, code: string) => void,
): Promise<Progress | undefined> {
  if (rotation.purpose === 'link') return rollLinks(tx, ring, rotation, after);
  const kinds = KINDS[rotation.purpose] ?? [];
  const kind = kinds[at];
  if (!kind) return undefined;
  const most = BATCH_OF[kind] ?? BATCH;
  const rows = await unrolledRows(tx, rotation.id, kind, after, most);
  const rolled = rows.flatMap((row) => {
    try {
      return [{ row, becomes: becomesOf(ring, rotation, kind, row) }];
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      givenUp(row.id, error.code);
      return rotation.purpose === 'rest' ? [] : [{ row, becomes: randomBytes(32) }];
    }
  });
  if (rolled.length > 0) {
    await putRows(
      tx,
      rotation.id,
      kind,
      rolled.map(({ row }) => row),
      rolled.map(({ becomes }) => becomes),
    );
  }
  return rows.length < most ? { kind: at + 1, after: FIRST } : { kind: at, after: rows.at(-1)!.id };
}

function becomesOf(ring: KeyRing, rotation: BegunRotation, kind: RowKind, row: UnrolledRow): Buffer {
  const purpose = PURPOSES[kind] ?? (kind as RestPlace['purpose']);
  const place = { purpose, registerId: ring.ringId, rowId: row.id, keyVersion: row.keyVersion };
  const plain = openAtRest(
    { restKey: ring.key('rest', row.keyVersion), rowKey: row.rowKey },
    place,
    row.sealed,
  );
  try {
    const { version } = rotation;
    if (rotation.purpose === 'rest') {
      const keys = { restKey: ring.key('rest', version), rowKey: row.rowKey };
      return sealAtRest(keys, { ...place, keyVersion: version }, plain);
    }
    const reading = parseEmailAddress(plain.toString('utf8'));
    if (!reading.ok) throw new OpeningError('rest-malformed');
    const key = ring.key(rotation.purpose, version);
    return kind === 'conversation'
      ? correspondentUnder(key, reading.address)
      : blindIndexUnder(key, reading.address);
  } finally {
    plain.fill(0);
  }
}

async function rollLinks(
  tx: EntityManager,
  ring: KeyRing,
  { id: rotation, version }: BegunRotation,
  after: string,
): Promise<Progress | undefined> {
  const rows = await unrolledLinks(tx, rotation, after, BATCH);
  const key = ring.key('link', version);
  const links = rows.map(({ id, listId }) => ({
    id,
    hash: hashToken(deriveToken(key, 'unsubscribe', id, listId)),
  }));
  if (links.length > 0) await putLinks(tx, rotation, links);
  return rows.length < BATCH ? undefined : { kind: 0, after: rows.at(-1)!.id };
}
