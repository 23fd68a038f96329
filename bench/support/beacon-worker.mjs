// Sends beacons over connections that are kept open, each its next when the last is answered. Started by a fork.
import { connect } from 'node:net';

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
];
/** Made before, so that the making is not measured. */
const KINDS = 1200;

/** @param {{ site: string, port: number }} to @param {number} n */
function request({ site, port }, n) {
  const body = `/program/arrangement-${n % 60}\n${n % 3 === 0 ? 'sok.example' : site}`;
  return Buffer.from(
    `POST /t HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: https://${site}\r\nUser-Agent: ${AGENTS[n % AGENTS.length]}\r\n` +
      `X-Forwarded-For: 198.51.${n % 200}.${n % 250}\r\nAccept: */*\r\nAccept-Language: nb-NO,nb;q=0.9\r\n` +
      `Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty\r\n` +
      `Content-Type: text/plain;charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** @param {{ site: string, port: number, connections: number, seconds: number }} job */
async function send(job) {
  const { port, connections, seconds } = job;
  const requests = Array.from({ length: KINDS }, (_, n) => request(job, n));
  const times = [];
  const statuses = {};
  let number = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const one = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sent = 0;
      const next = () => {
        sent = performance.now();
        if (sent >= end) return socket.end(resolve);
        socket.write(requests[(number += 1) % KINDS]);
      };
      socket.on('connect', next);
      socket.on('error', reject);
      // A 204 is a head alone, and comes in one piece.
      socket.on('data', (chunk) => {
        if (chunk.indexOf('\r\n\r\n') < 0) return;
        const status = chunk.toString('latin1', 9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        times.push(performance.now() - sent);
        next();
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  return { times, statuses, seconds: (performance.now() - start) / 1000 };
}

process.once('message', (job) => {
  void send(job).then((report) => process.send(report, () => process.disconnect()));
});
