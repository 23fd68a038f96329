import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './derived-key.js';

const MARKED = /^([0-9a-f]{32})\.([0-9a-f]{16})@/;

/**
 * The second half of the left part of a Message-ID: by it the receiver tells whose mail is answered where two registers
 * send from one address, and nobody else tells anything.
 * @param key the register's `verp` key @param name the first half
 */
export function registerMark(key: Buffer, name: string): string {
  return createHmac('sha256', derivedKey(key, 'mark')).update(name).digest('hex').slice(0, 16);
}

/** Whether a Message-ID, without `<>`, is that of a mail which this register sent. */
export function bearsMark(key: Buffer, messageId: string): boolean {
  const [, name, mark] = MARKED.exec(messageId) ?? [];
  return (
    name !== undefined &&
    mark !== undefined &&
    timingSafeEqual(Buffer.from(mark), Buffer.from(registerMark(key, name)))
  );
}
