import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { ImpatientClient } from './impatient-client.js';

/** How long a process waits for its database before it says so. Milliseconds. */
export interface Patience {
  /** For a connection: a free one of the pool, or a new one. */
  connection: number;
  /** For the answer to one statement. */
  answer: number;
  /** For ourselves: a transaction left open and idle, with its locks, is ended by the server. */
  idleTransaction: number;
}

/** Somebody looks at an empty page meanwhile: within ten seconds they get one that says what is the matter. */
export const WHILE_A_PERSON_WAITS: Patience = { connection: 4_000, answer: 5_000, idleTransaction: 15_000 };

/** Nobody looks. Starting a campaign to 1,000,000 people is one statement of half a minute, on a slow disk of more. */
export const WHILE_NOBODY_WAITS: Patience = {
  connection: 10_000,
  answer: 300_000,
  idleTransaction: 60_000,
};

/** The server's own words, when it still has some, come before our losing patience with it. */
const SILENCE_MS = 1_000;

export interface RuntimeDatabase {
  url: string;
  /** Where it works; people's by default. */
  schema?: 'jatakk' | 'survey' | 'traffic';
  /** Shown in pg_stat_activity. */
  applicationName: string;
  poolSize: number;
  patience: Patience;
}

/** TypeORM for a running process: maps, never creates. Nothing is logged, since parameters may be anything. */
export function runtimeOptions(database: RuntimeDatabase): TypeOrmModuleOptions {
  const { url, schema = 'jatakk', applicationName, poolSize, patience } = database;
  return {
    type: 'postgres',
    url,
    schema,
    autoLoadEntities: true,
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize,
    retryAttempts: 5,
    retryDelay: 1000,
    extra: {
      application_name: applicationName,
      options: `-c search_path=${schema} -c timezone=UTC`,
      Client: ImpatientClient,
      keepAlive: true,
      connectionTimeoutMillis: patience.connection,
      statement_timeout: patience.answer,
      query_timeout: patience.answer + SILENCE_MS,
      idle_in_transaction_session_timeout: patience.idleTransaction,
    },
  };
}
