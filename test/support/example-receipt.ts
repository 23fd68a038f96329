import { createHash } from 'node:crypto';
import { commitmentTo, recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { signPromise } from '../../src/consent/ledger/leaf-promise.js';
import { signHead } from '../../src/consent/ledger/log-head.js';
import { canonicalJson } from '../../src/consent/records/canonical-json.js';
import type { ConsentRecord } from '../../src/consent/records/consent-record.js';
import { signerFrom } from '../../src/platform/merkle/ed25519.js';
import { leafHash, nodeHash } from '../../src/platform/merkle/tree-hash.js';
import { normaliseForIndex, parseEmailAddress } from '../../src/registers/email-address.js';
import type { Receipt } from '../../src/subscriptions/receipts/receipt.js';
import { verifyReceipt } from '../../src/subscriptions/receipts/verify-receipt.js';
import type { Words } from './words.js';

const LOG = 'a1b2c3d4-0000-4000-8000-000000000001';
const SALT = Buffer.alloc(32, 7);
const SUBJECT_SALT = Buffer.alloc(16, 9);
const signer = signerFrom(Buffer.alloc(32, 5));

interface ReceiptOptions {
  /** With its place in a tree of three leaves. */
  placed?: boolean;
  address?: string;
}

/** A receipt that holds, made of the same parts as a real one. */
export function exampleReceipt(
  words: Pick<Words, 'list' | 'register' | 'purpose' | 'frequency' | 'organisation'>,
  { placed = true, address = 'kari@example.org' }: ReceiptOptions = {},
): Receipt {
  const text = { text: words.purpose, frequency: words.frequency };
  const record: ConsentRecord = {
    format: 'jatakk record v1',
    register: { id: 'a1b2c3d4-0000-4000-8000-00000000000a', name: words.register },
    list: { id: 'a1b2c3d4-0000-4000-8000-00000000000b', name: words.list },
    answer: 'yes',
    method: 'double-opt-in',
    purpose: { version: 2, revision: 1, locale: 'nb', sha256: hashOf(['nb', text.text, text.frequency]) },
    asked: { requested: { at: '2026-10-02T12:50:12.300Z', page: '/lists/program' } },
    confirmation: {
      sentAt: '2026-10-02T12:50:13.100Z',
      messageId: '<7d1f0a4be2c94f0f8a6be7a1c5d0e3f2@fjellhallen.example>',
      relay: 'accepted',
      acceptedAt: '2026-10-02T12:50:13.900Z',
    },
    answered: { at: '2026-10-02T12:52:44.000Z', page: '/confirm' },
    enteredAt: '2026-10-02T12:52:44.210Z',
    subject: subjectOf(address),
  };
  const commitment = commitmentTo(SALT, canonicalJson(record));
  return {
    format: 'jatakk receipt v1',
    organisation: words.organisation,
    from: 'https://nyhetsbrev.fjellhallen.example',
    record,
    salt: SALT.toString('hex'),
    subjectSalt: SUBJECT_SALT.toString('hex'),
    words: text,
    logKey: signer.publicKey.toString('base64url'),
    promise: signPromise({ id: LOG, signer }, commitment, new Date(record.enteredAt)),
    ...(placed && { place: placeOf(commitment) }),
  };
}

/** What the page that checks receipts shows of one. */
export function checkedReceipt(
  words: Words,
  { forged = false, ...options }: ReceiptOptions & { forged?: boolean } = {},
) {
  const receipt = exampleReceipt(words, options);
  const brought = forged ? { ...receipt, words: { ...receipt.words, frequency: words.subject } } : receipt;
  return {
    receipt: brought,
    findings: verifyReceipt(brought, 'kari@example.org'),
    keys: forged ? ('others' as const) : ('ours' as const),
  };
}

function placeOf(commitment: Buffer): NonNullable<Receipt['place']> {
  const [first, last] = [leafHash(Buffer.from('first')), leafHash(Buffer.from('last'))];
  const root = nodeHash(nodeHash(first, leafHash(recordLeaf(commitment))), last);
  return {
    index: 1,
    proof: [first.toString('hex'), last.toString('hex')],
    head: signHead(signer, { logId: LOG, size: 3, root: root.toString('hex'), date: '2026-10-03' }),
    publicKey: signer.publicKey.toString('base64url'),
  };
}

function subjectOf(text: string): string {
  const reading = parseEmailAddress(text);
  if (!reading.ok) throw new Error('no address');
  return createHash('sha256')
    .update(SUBJECT_SALT)
    .update(normaliseForIndex(reading.address), 'utf8')
    .digest('hex');
}

const hashOf = (words: string[]) => createHash('sha256').update(JSON.stringify(words)).digest('hex');
