const BARE = /\r(?!\n)|(?<!\r)\n/;

/**
 * A message as it goes over the wire: every line ends with CRLF, dots at the start of a line are doubled, and it ends
 * with CRLF. The final dot is not in it. A lone CR or LF becomes CRLF, or what follows could be taken for a command by a
 * server that reads lines otherwise (RFC 5321 §2.3.8, §4.5.2).
 */
export function dataPayload(message: Buffer): Buffer {
  const bare = BARE.test(message.toString('latin1'));
  const dots = message[0] === 0x2e || message.includes('\n.');
  const ended = message.length === 0 || message.subarray(-2).equals(CRLF);
  if (!bare && !dots) return ended ? message : Buffer.concat([message, CRLF]);
  const text = message
    .toString('latin1')
    .replace(/\r\n|\r|\n/g, '\r\n')
    .replace(/^\./gm, '..');
  return Buffer.from(text.endsWith('\r\n') || text === '' ? text : `${text}\r\n`, 'latin1');
}

const CRLF = Buffer.from('\r\n');
