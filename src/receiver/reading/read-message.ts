import { classifyReturned } from '../../inbound/classify-returned.js';
import { readParts } from '../../inbound/mime-parts.js';
import { automaticOf } from './automatic.js';
import { fromOf } from './from-of.js';
import { readMail } from './read-mail.js';
import type { Reading, ReadingJob } from './reading.js';
import { tokensOfComplaint } from './tokens-of-complaint.js';

/** Reads one message of a stranger: what it means if it came back, and what it says if it is mail. */
export async function readMessage({ message, sender, asMail }: ReadingJob): Promise<Reading> {
  const received = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  // The rules expect the envelope where a server writes it down as it delivers.
  const whole =
    sender === undefined ? received : Buffer.concat([Buffer.from(`Return-Path: <${sender}>\r\n`), received]);
  const returned = classifyReturned(whole);
  const mayBeWritten = returned.class === 'none' && returned.wording === 'no-notice';
  if (!asMail && !mayBeWritten) return { returned, tokens: [] };

  const mime = readParts(whole.toString('latin1'));
  const from = fromOf(mime.fields);
  const machine = automaticOf(mime.fields, from.address, sender);
  if (!asMail && machine.automatic) return { returned, tokens: [] };
  const mail = await readMail(received, mime, { ...machine, from, class: returned.class });
  return { returned, tokens: returned.class === 'complaint' ? tokensOfComplaint(mime) : [], mail };
}
