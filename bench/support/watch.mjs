/**
 * A look at a running campaign.
 * @typedef {{ at: number, messages: number, keeperCpu: number, postgresCpu: number, memoryMb: number }} Look
 */

/**
 * Looks at sink, keeper and database again and again until told to stop.
 * @param {{ cluster: import('./cluster.mjs').Cluster, keeper: import('./keeper-process.mjs').KeeperProcess,
 *           sink: import('./sink-process.mjs').Sink, everyMs?: number }} options
 */
export function watch({ cluster, keeper, sink, everyMs = 200 }) {
  /** @type {Look[]} */
  const looks = [];
  const ending = new AbortController();
  const look = async () => {
    const { messages } = await sink.counts();
    looks.push({
      at: performance.timeOrigin + performance.now(),
      messages,
      keeperCpu: keeper.cpuSeconds(),
      postgresCpu: cluster.cpuSeconds(),
      memoryMb: keeper.memoryMb().now,
    });
  };
  const done = (async () => {
    while (!ending.signal.aborted) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    await look();
  })();
  return {
    /** Grows while it looks. */
    looks,
    async stop() {
      ending.abort();
      await done;
    },
  };
}

/**
 * CPU microseconds per message of keeper and PostgreSQL between two counts of messages.
 * @param {Look[]} looks at least one
 * @param {number} from
 * @param {number} to
 */
export function costBetween(looks, from, to) {
  const first = looks.findLast(({ messages }) => messages <= from) ?? looks[0];
  const last = looks.find(({ messages }) => messages >= to) ?? looks[looks.length - 1];
  const messages = last.messages - first.messages;
  return {
    keeperUs: ((last.keeperCpu - first.keeperCpu) * 1e6) / messages,
    postgresUs: ((last.postgresCpu - first.postgresCpu) * 1e6) / messages,
  };
}
