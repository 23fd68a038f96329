import { createHash } from 'node:crypto';
import { commitmentTo, recordLeaf } from '../../consent/ledger/leaf-input.js';
import { verifyPromise } from '../../consent/ledger/leaf-promise.js';
import { verifyHead } from '../../consent/ledger/log-head.js';
import { canonicalJson } from '../../consent/records/canonical-json.js';
import { leafHash } from '../../platform/merkle/tree-hash.js';
import { verifyInclusion } from '../../platform/merkle/verify-inclusion.js';
import { parseEmailAddress } from '../../registers/email-address.js';
import { isSubject } from '../evidence.js';
import type { Receipt } from './receipt.js';

/** What a receipt shows by itself. Whose key it is under must be known from elsewhere: from the published ledger. */
export interface ReceiptFindings {
  /** These are the words that the record names. */
  words: boolean;
  /** The log with `logKey` has promised to hold exactly this record. */
  promised: boolean;
  /** The record stands in the tree under the signed head; `not-yet`: the receipt was made before there was one. */
  place: 'proved' | 'wrong' | 'not-yet';
  /** Whether it is about the address that was asked for; `unbound`: the record commits to none. */
  address: 'same' | 'other' | 'unbound' | 'no-address' | 'not-asked';
  /** All that it claims holds. An address that is another's does not make it false. */
  holds: boolean;
}

/** Checks a receipt: nothing is looked up, nothing is written. */
export function verifyReceipt(receipt: Receipt, address = ''): ReceiptFindings {
  const commitment = commitmentTo(Buffer.from(receipt.salt, 'hex'), canonicalJson(receipt.record));
  const { text, frequency } = receipt.words;
  const { locale, sha256 } = receipt.record.purpose;
  const words =
    createHash('sha256')
      .update(JSON.stringify([locale, text, frequency]))
      .digest('hex') === sha256;
  const promised =
    receipt.promise.commitment === commitment.toString('hex') &&
    verifyPromise(Buffer.from(receipt.logKey, 'base64url'), receipt.promise);
  const place = placeOf(receipt, commitment);
  return {
    words,
    promised,
    place,
    address: addressOf(receipt, address.trim()),
    holds: words && promised && place !== 'wrong',
  };
}

/** Each log that a receipt leans on, with the key it says that log has: one, or two where a restore came between. */
export function logsIn({ promise, logKey, place }: Receipt): { id: string; publicKey: string }[] {
  const first = { id: promise.logId, publicKey: logKey };
  const second = place && { id: place.head.logId, publicKey: place.publicKey };
  return second && (second.id !== first.id || second.publicKey !== first.publicKey)
    ? [first, second]
    : [first];
}

function placeOf({ place }: Receipt, commitment: Buffer): ReceiptFindings['place'] {
  if (!place) return 'not-yet';
  const { head, index, proof, publicKey } = place;
  const proved =
    verifyHead(Buffer.from(publicKey, 'base64url'), head) &&
    verifyInclusion({
      leaf: leafHash(recordLeaf(commitment)),
      index,
      size: head.size,
      proof: proof.map((hash) => Buffer.from(hash, 'hex')),
      root: Buffer.from(head.root, 'hex'),
    });
  return proved ? 'proved' : 'wrong';
}

function addressOf(receipt: Receipt, typed: string): ReceiptFindings['address'] {
  if (typed === '') return 'not-asked';
  const { subject } = receipt.record;
  if (subject === undefined || receipt.subjectSalt === undefined) return 'unbound';
  const reading = parseEmailAddress(typed);
  if (!reading.ok) return 'no-address';
  return isSubject(reading.address, { subject, subjectSalt: receipt.subjectSalt }) ? 'same' : 'other';
}
