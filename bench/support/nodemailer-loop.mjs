// The baseline's own process: the loop that everybody writes, over nodemailer's pool and no database at all. Told
// where to send and what by IPC, it answers when the last message is accepted.
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import { addressOf } from './addresses.mjs';

/** Enough that the pool is never short of work, without holding every message in memory at once. */
const IN_FLIGHT = 100;

/**
 * @typedef {object} LoopOrder
 * @property {number} port
 * @property {number} messages
 * @property {number} connections of the pool
 * @property {string} text
 * @property {string} html
 * @property {string} subject
 * @property {Record<string, string>} headers
 * @property {string} leaveUrl as it stands in text and html; each recipient gets one of their own
 */

const [order] = await once(process, 'message');
const before = process.cpuUsage();
await send(order);
const { user, system } = process.cpuUsage(before);
process.send({ cpuSeconds: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 });
process.disconnect();

/** @param {LoopOrder} order */
async function send({ port, messages, connections, text, html, subject, headers, leaveUrl }) {
  // Without a limit on messages per connection, which would make it reconnect: the pool at its fastest.
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
  });
  let next = 0;
  const worker = async () => {
    while (next < messages) {
      const index = next;
      next += 1;
      const own = `${leaveUrl.slice(0, -43)}${String(index).padStart(43, 'a')}`;
      await transport.sendMail({
        from: { name: 'Fjellhallen', address: 'program@fjellhallen.example' },
        to: addressOf(index),
        subject,
        text: text.replaceAll(leaveUrl, own),
        html: html.replaceAll(leaveUrl, own),
        headers: { ...headers, 'List-Unsubscribe': { prepared: true, value: `<${own}>` } },
      });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  transport.close();
}
