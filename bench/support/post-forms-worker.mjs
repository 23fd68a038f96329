// Posts forms over connections that are kept open, each its next when the last is answered. Started by a fork.
import { connect } from 'node:net';

/** @param {{ port: number, path: string, body: string, connections: number, seconds: number, from: number }} job */
async function post({ port, path, body, connections, seconds, from }) {
  const times = [];
  const statuses = {};
  let number = from;
  const start = performance.now();
  const end = start + seconds * 1000;
  const one = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sent = 0;
      let got = Buffer.alloc(0);
      const next = () => {
        if (performance.now() >= end) return socket.end(resolve);
        const text = body.replaceAll('{n}', String((number += 1)));
        sent = performance.now();
        socket.write(
          `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
            `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
        );
      };
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        got = got.length === 0 ? chunk : Buffer.concat([got, chunk]);
        const head = got.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(got.toString('latin1', 0, head))?.[1]);
        if (got.length < head + 4 + length) return;
        const status = got.toString('latin1', 9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        times.push(performance.now() - sent);
        got = Buffer.alloc(0);
        next();
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  return { times, statuses, seconds: (performance.now() - start) / 1000, last: number };
}

process.once('message', (job) => {
  void post(job).then((report) => process.send(report, () => process.disconnect()));
});
