import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { ARRIVAL_BLOCK, arrivalPartRow, type MailArrival } from '../../src/inbound/arrival.js';
import { sealToRing } from '../../src/platform/sealing/sealed-box.js';
import type { TestHouse } from './house.js';

export interface ArrivingMail extends Partial<Omit<MailArrival, 'attachments'>> {
  attachments?: readonly { name: string; type: string; content: Buffer }[];
}

/**
 * Puts a mail down as the receiver does: parsed, sealed to the register's key, by its role, which can read nothing of
 * it. Returns its Message-ID.
 */
export function arrives(house: TestHouse, registerId: string, given: ArrivingMail = {}): Promise<string> {
  return arrivesAs(house.database.urls.receiver, registerId, given);
}

/** The same as whoever that connection signs in. */
export async function arrivesAs(
  connectionString: string,
  registerId: string,
  given: ArrivingMail = {},
): Promise<string> {
  const { attachments = [], ...mail } = given;
  const messageId = mail.messageId ?? `${randomBytes(9).toString('hex')}@post.example`;
  const content: MailArrival = {
    to: 'program@fjellhallen.example',
    from: { address: 'kari@post.example', name: 'Kari Lesar' },
    subject: 'Et spørsmål om programmet',
    references: [],
    text: 'Hei. Når åpner dørene på lørdag?',
    cut: false,
    automatic: false,
    bulk: false,
    class: 'none',
    ...mail,
    messageId,
    attachments: attachments.map(({ name, type, content: bytes }) => ({ name, type, bytes: bytes.length })),
  };
  const id = randomUUID();
  const receiver = new pg.Client({ connectionString });
  await receiver.connect();
  try {
    const { rows: keys } = await receiver.query<{ version: number; public_key: Buffer }>(
      'select version, public_key from jatakk.sealing_key where ring_id = $1 order by version desc limit 1',
      [registerId],
    );
    const { version, public_key: publicKey } = keys[0]!;
    const seal = (rowId: string, what: unknown) =>
      sealToRing(publicKey, { ringId: registerId, rowId }, what, ARRIVAL_BLOCK);
    await receiver.query(`select jatakk.arrive($1, $2, $3, 'mail', $4, $5, $6)`, [
      id,
      registerId,
      version,
      seal(id, content),
      attachments.map((one, at) => seal(arrivalPartRow(id, at), one.content.toString('base64'))),
      randomBytes(32),
    ]);
  } finally {
    await receiver.end();
  }
  return messageId;
}
