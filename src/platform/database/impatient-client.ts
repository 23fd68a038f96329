import pg from 'pg';

/** pg's own sentence when `query_timeout` is over. */
const NO_ANSWER = 'Query read timeout';

/**
 * A connection that is thrown away once the server has been silent for longer than `query_timeout`. pg itself keeps
 * it, with the old question still open on it: the ROLLBACK that follows, and whoever gets it next, would wait again.
 */
export class ImpatientClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as (...question: unknown[]) => unknown;
    const askOnce = (...question: unknown[]): unknown => {
      const answer = ask(...question);
      if (answer instanceof Promise) answer.catch((error: Error) => this.#leaveIfSilent(error));
      return answer;
    };
    this.query = askOnce as typeof this.query;
  }

  #leaveIfSilent({ message }: Error): void {
    if (message !== NO_ANSWER) return;
    // pg has no public way to let go of a connection without saying goodbye on it, which would wait too.
    (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
