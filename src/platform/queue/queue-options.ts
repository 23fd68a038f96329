import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';

export interface QueueConnection {
  redisUrl?: string | undefined;
  /** Before every key in Redis, so that two houses can share one. */
  redisPrefix: string;
  databaseUrl: string;
}

/**
 * The one switch between the queue's two backends: Redis where a URL is given, PostgreSQL otherwise. Either may be
 * emptied at any time: every state that must survive is a row of ours.
 */
export function queueOptions({ redisUrl, redisPrefix, databaseUrl }: QueueConnection) {
  const jobOptions = { removeOnComplete: true, removeOnFail: { age: 24 * 3600, count: 100 } };
  if (redisUrl) {
    setDefaultBackendFactory();
    const { hostname, port, username, password, pathname, protocol } = new URL(redisUrl);
    return {
      connection: {
        host: hostname,
        port: Number(port || 6379),
        ...(username && { username: decodeURIComponent(username) }),
        ...(password && { password: decodeURIComponent(password) }),
        ...(pathname.length > 1 && { db: Number(pathname.slice(1)) }),
        ...(protocol === 'rediss:' && { tls: {} }),
        maxRetriesPerRequest: null,
      },
      prefix: redisPrefix,
      defaultJobOptions: jobOptions,
    };
  }
  setDefaultBackendFactory(createPostgresBackend);
  return {
    connection: { connectionString: databaseUrl, schema: 'bullmq', skipMigrations: true, max: 4 },
    defaultJobOptions: jobOptions,
  };
}
