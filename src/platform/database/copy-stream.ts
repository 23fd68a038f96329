import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type pg from 'pg';

/** The part of pg's connection that COPY needs; its types leave it out. */
interface CopyConnection {
  stream: Writable;
  query(sql: string): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
}

/** Runs `COPY … TO STDOUT`, and hands over its bytes as they come. Answers the number of rows. */
export function copyOut(client: pg.Client, sql: string, take: (bytes: Buffer) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    client.query(new Copy(sql, { take }, resolve, reject) as unknown as pg.Submittable);
  });
}

/** Runs `COPY … FROM STDIN` with these bytes. Answers the number of rows. Whatever the bytes' maker throws is thrown. */
export function copyIn(client: pg.Client, sql: string, bytes: Iterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    client.query(new Copy(sql, { bytes }, resolve, reject) as unknown as pg.Submittable);
  });
}

/** What pg calls a submittable: it speaks COPY's part of the protocol (PostgreSQL manual, 54.2.6). */
class Copy {
  #failure: Error | undefined;
  #rows = 0;

  constructor(
    private readonly sql: string,
    private readonly way: { take?: (bytes: Buffer) => void; bytes?: Iterable<Buffer> },
    private readonly resolve: (rows: number) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: CopyConnection): void {
    connection.query(this.sql);
  }

  /** The server is asked to stop by nothing but the end of the connection: what comes after a failure is let go of. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#failure) return;
    try {
      // A copy: pg reuses the buffer that this is a piece of.
      this.way.take?.(Buffer.from(chunk));
    } catch (error) {
      this.#failure = error as Error;
    }
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection);
  }

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for (const bytes of this.way.bytes ?? []) {
        if (this.#failure) return;
        connection.sendCopyFromChunk(bytes);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      if (!this.#failure) connection.endCopyFrom();
    } catch (error) {
      this.#failure ??= error as Error;
      connection.sendCopyFail('the source failed');
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);
  }

  handleReadyForQuery(): void {
    if (this.#failure) this.reject(this.#failure);
    else this.resolve(this.#rows);
  }

  handleError(error: Error): void {
    this.#failure ??= error;
    this.reject(this.#failure);
  }
}
