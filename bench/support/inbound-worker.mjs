// Hands messages over by SMTP, over connections that are kept open, each its next when the last is answered. The envelope goes
// in one piece (RFC 2920). Started by a fork.
import { connect } from 'node:net';

const CRLF = '\r\n';
const ENDED = /^(\d{3}) [^\n]*\r\n/gm;

/** A notice by RFC 3464, as Postfix writes it, with what it returns. @param {number} n */
function notice(n) {
  const returned = `Content-Type: text/plain; charset=utf-8${CRLF}Subject: Programmet i november${CRLF}${CRLF}${`Velkommen til oss i november, alle sammen. ${CRLF}`.repeat(40)}`;
  return [
    'From: MAILER-DAEMON@mx.leser.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Message-Id: <notice.${n}@mx.leser.example>`,
    `Content-Type: multipart/report; report-type=delivery-status; boundary="b${n}"`,
    '',
    `--b${n}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.leser.example.',
    '',
    "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.",
    '',
    `<leser.${n}@leser.example>: host mx2.leser.example[192.0.2.7] said: 550 5.1.1 <leser.${n}@leser.example>:`,
    '    Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)',
    '',
    `--b${n}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.leser.example',
    'Arrival-Date: Mon, 30 Nov 2026 12:00:00 +0000 (UTC)',
    '',
    `Final-Recipient: rfc822; leser.${n}@leser.example`,
    'Action: failed',
    'Status: 5.1.1',
    'Remote-MTA: dns; mx2.leser.example',
    'Diagnostic-Code: smtp; 550 5.1.1 Recipient address rejected: User unknown',
    '',
    `--b${n}`,
    'Content-Type: message/rfc822',
    '',
    returned,
    `--b${n}--`,
    '',
  ].join(CRLF);
}

/** What a person writes: two parts, as programs send it. @param {number} n */
function letter(n) {
  const words = `Hei! Når begynner forestillingen lørdag, og er det plass til to til? Hilsen leser ${n}.${CRLF}`;
  return [
    `From: Leser ${n} <leser.${n}@leser.example>`,
    'Subject: =?utf-8?q?Sp=C3=B8rsm=C3=A5l_om_l=C3=B8rdag?=',
    `Message-Id: <letter.${n}@leser.example>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="b${n}"`,
    '',
    `--b${n}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    words.repeat(10),
    `--b${n}`,
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><body><div dir="ltr">${`<p>${words}</p>`.repeat(10)}</div></body></html>`,
    `--b${n}--`,
    '',
  ].join(CRLF);
}

/**
 * Of ten messages six are notices to return paths, one asks to be taken off, three are letters.
 * @typedef {{ port: number, connections: number, seconds: number, first: number, returnPaths: string[], waysOut: string[], letters: string,
 *   perSecond?: number }} Job until it is told to stop, if that is sooner; as fast as it goes where no pace is named
 */

/** @param {Job} job */
async function hand({ port, connections, seconds, first, returnPaths, waysOut, letters, perSecond }) {
  let number = first;
  const times = [];
  const replies = {};
  const next = () => {
    const n = number++;
    const turn = n % 10;
    const at = Math.floor(n / 10);
    if (turn < 6)
      return { from: '', to: returnPaths[(at * 6 + turn) % returnPaths.length], message: notice(n) };
    if (turn === 6)
      return {
        from: `leser.${n}@leser.example`,
        to: waysOut[at % waysOut.length],
        message: `Subject: ut ${n}${CRLF}${CRLF}`,
      };
    return { from: `leser.${n}@leser.example`, to: letters, message: letter(n) };
  };
  const start = performance.now();
  let end = start + seconds * 1000;
  process.on('message', (word) => {
    if (word === 'stop') end = 0;
  });
  const apart = perSecond ? (1000 * connections) / perSecond : 0;
  const one = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let heard = '';
      let waitsFor = 1;
      let state = 'greeting';
      let sent = 0;
      let message = '';
      /** Of a pace: when the next one is due. Each connection begins at a time of its own. */
      let due = start + Math.random() * apart;
      const begin = () => {
        if (apart === 0) return beginNow();
        due = Math.max(due + apart, performance.now() - 1000);
        setTimeout(beginNow, due - performance.now());
      };
      const beginNow = () => {
        sent = performance.now();
        if (sent >= end) {
          state = 'done';
          return socket.end('QUIT\r\n', () => resolve(undefined));
        }
        const envelope = next();
        message = envelope.message;
        state = 'envelope';
        waitsFor = 3;
        socket.write(`MAIL FROM:<${envelope.from}>\r\nRCPT TO:<${envelope.to}>\r\nDATA\r\n`);
      };
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        if (state === 'done') return;
        heard += chunk.toString('latin1');
        const codes = [...heard.matchAll(ENDED)].map(([, code]) => code);
        if (codes.length < waitsFor) return;
        heard = '';
        if (state === 'greeting') {
          state = 'hello';
          waitsFor = 1;
          socket.write('EHLO mx.leser.example\r\n');
        } else if (state === 'hello') begin();
        else if (state === 'envelope') {
          if (codes.at(-1) !== '354') return reject(new Error(`refused: ${codes.join(' ')}`));
          state = 'body';
          waitsFor = 1;
          socket.write(Buffer.from(`${message}\r\n.\r\n`));
        } else {
          times.push(performance.now() - sent);
          replies[codes[0]] = (replies[codes[0]] ?? 0) + 1;
          begin();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  return { times, replies, seconds: (performance.now() - start) / 1000, next: number };
}

process.once('disconnect', () => process.exit());
process.once('message', (job) => {
  void hand(job).then((report) => process.send(report, () => process.disconnect()));
});
