import { createHash, hash, type KeyObject, sign as signBytes } from 'node:crypto';
import type { DkimAlgorithm } from '../dns/dkim-record.js';
import { type HeaderField, relaxedBody, relaxedField, takeApart } from './dkim-canonical.js';
import { foldedList, foldedSignature, unsignedField } from './dkim-field.js';

export interface DkimKey {
  /** In A-labels and lower case. */
  domain: string;
  selector: string;
  algorithm: DkimAlgorithm;
  privateKey: KeyObject;
}

/**
 * What is signed where it stands, and what nobody may add where it does not: the fields of RFC 6376 §5.4.1 that
 * Jatakk could write, RFC 8058 §4, and those that mailbox providers act on.
 */
const SIGNED_FIELDS = [
  'from',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-language',
  'list-id',
  'list-help',
  'list-post',
  'list-owner',
  'list-archive',
  'list-subscribe',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'auto-submitted',
  'precedence',
  'feedback-id',
];

const LEAST_RSA_BITS = 2048;

/**
 * Signs messages (RFC 6376, RFC 8463) with each of its keys: relaxed/relaxed, the whole body, and every signed field
 * named once more than it occurs, so that one added later breaks the signature (§5.4.2, §8.15). `t=` is the
 * message's own date: each attempt at the same message is the same to the byte.
 */
export class DkimSigner {
  /** The same for message after message. */
  #folded = { names: '', list: '' };

  /** @throws RangeError for an RSA key below 2048 bits (RFC 8301 §3.2), or one that does not fit its algorithm */
  constructor(private readonly keys: DkimKey[]) {
    for (const key of keys) refuseUnfit(key);
  }

  /**
   * The DKIM-Signature fields, one for each key, each ended by CRLF, to be put before the message.
   * @param message whole, with CRLF line ends, dots not stuffed
   * @throws RangeError for a message that no signature would hold for: bare CR or LF, NUL, no From or several
   */
  async sign(message: Buffer): Promise<Buffer> {
    const { fields, body } = takeApart(message);
    const { names, hashed } = signedHeader(fields);
    if (names !== this.#folded.names) this.#folded = { names, list: foldedList(names) };
    const { list } = this.#folded;
    const time = messageTime(fields);
    const bodyHash = createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64');
    const signatures = await Promise.all(
      this.keys.map(async (key) => {
        const unsigned = unsignedField(key, { list, time, bodyHash });
        const canonical = `dkim-signature:${unsigned.replaceAll('\r\n ', ' ')}`;
        const signature = await signature64(key, Buffer.from(hashed + canonical, 'latin1'));
        return `DKIM-Signature: ${unsigned}${foldedSignature(signature)}\r\n`;
      }),
    );
    return Buffer.from(signatures.join(''), 'latin1');
  }
}

function refuseUnfit({ algorithm, privateKey }: DkimKey): void {
  const type = algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519';
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== type) {
    throw new RangeError(`dkim: the key is not ${type}`);
  }
  const bits = privateKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < LEAST_RSA_BITS) throw new RangeError('dkim: the RSA key is too short');
}

/** The names for `h=`, and the fields themselves in that order; of those that repeat, the last comes first (§5.4.2). */
function signedHeader(fields: HeaderField[]): { names: string; hashed: string } {
  const standing = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const same = standing.get(field.name);
    if (same) same.push(field);
    else standing.set(field.name, [field]);
  }
  if (standing.get('from')?.length !== 1) throw new RangeError('dkim: not exactly one From');
  const names: string[] = [];
  let hashed = '';
  for (const name of SIGNED_FIELDS) {
    for (const field of (standing.get(name) ?? []).toReversed()) {
      names.push(name);
      hashed += `${relaxedField(field)}\r\n`;
    }
    names.push(name);
  }
  return { names: names.join(':'), hashed };
}

/** Seconds of the Date field; undefined where it cannot be read. */
function messageTime(fields: HeaderField[]): number | undefined {
  const date = fields.find(({ name }) => name === 'date');
  const milliseconds = date ? Date.parse(date.raw.slice(date.raw.indexOf(':') + 1).trim()) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

/** Off the main thread, which has the connections to look after. */
function signature64({ algorithm, privateKey }: DkimKey, data: Buffer): Promise<string> {
  const rsa = algorithm === 'rsa-sha256';
  return new Promise((resolve, reject) => {
    // Ed25519 signs the hash (RFC 8463 §3).
    signBytes(
      rsa ? 'sha256' : null,
      rsa ? data : hash('sha256', data, 'buffer'),
      privateKey,
      (error, made) => (error ? reject(error) : resolve(made.toString('base64'))),
    );
  });
}
