// Asks for pages and posts forms: so many a second, whatever the answers take, or over so many connections one after
// the other. Each request comes from a network of its own, as a proxy would tell. Started by a fork.
import { Agent, request } from 'node:http';

/**
 * @typedef {{ method: 'GET' | 'POST', path: string, body?: string }} Visit `{n}` in a body is another number each time
 * @typedef {{ port: number, visits: Visit[], seconds: number, perSecond?: number, connections?: number, from: number }} Job
 * @typedef {{ times: number[], statuses: Record<string, number>, seconds: number, last: number }} Report
 */

/** @param {Job} job @returns {Promise<Report>} times in milliseconds, of the answers that were not 503 */
async function visit({ port, visits, seconds, perSecond, connections, from }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const times = [];
  /** @type {Record<string, number>} */
  const statuses = {};
  let number = from;
  const start = performance.now();
  const end = start + seconds * 1000;

  const one = () => {
    number += 1;
    const { method, path, body } = visits[number % visits.length];
    const text = body?.replaceAll('{n}', String(number));
    return new Promise((resolve, reject) => {
      const sent = performance.now();
      const asked = request(
        {
          port,
          host: '127.0.0.1',
          method,
          path,
          agent,
          headers: {
            host: `localhost:${port}`,
            'x-forwarded-for': networkOf(number),
            ...(text !== undefined && {
              'content-type': 'application/x-www-form-urlencoded',
              'content-length': Buffer.byteLength(text),
            }),
          },
        },
        (response) => {
          response.resume();
          response.on('end', () => {
            const status = String(response.statusCode);
            statuses[status] = (statuses[status] ?? 0) + 1;
            if (status !== '503') times.push(performance.now() - sent);
            resolve(undefined);
          });
        },
      );
      asked.on('error', reject);
      asked.end(text);
    });
  };

  if (perSecond !== undefined) {
    const underWay = [];
    for (let at = start; at < end; at += 1000 / perSecond) {
      const early = at - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      underWay.push(one());
    }
    await Promise.all(underWay);
  } else {
    const over = async () => {
      while (performance.now() < end) await one();
    };
    await Promise.all(Array.from({ length: connections ?? 1 }, over));
  }
  agent.destroy();
  return { times, statuses, seconds: (performance.now() - start) / 1000, last: number };
}

/** An address that a proxy might tell of (RFC 2544). Nothing is ever sent there. @param {number} n */
function networkOf(n) {
  return `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;
}

process.once('message', (job) => {
  void visit(job).then((report) => process.send(report, () => process.disconnect()));
});
