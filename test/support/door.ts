import { mkdtempSync, rmSync } from 'node:fs';
import {
  type AddressInfo,
  connect,
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const POSTGRES_SOCKET = '.s.PGSQL.5432';

/** A door in front of a server, to be shut and opened again: what a process sees when that server goes away. */
export class Door {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #silent = false;

  private constructor(
    private readonly behind: { port: number; host: string } | { path: string },
    private place: ListenOptions,
  ) {}

  /** In front of a server on the loopback, at a port of its own. */
  static async toPort(port: number): Promise<Door> {
    const host = '127.0.0.1';
    const door = await new Door({ port, host }, { port: 0, host }).open();
    door.place = { port: door.port, host };
    return door;
  }

  /**
   * In front of a database, in a folder of its own. Returns the address of the same database through the door, and how
   * every other role's leads through it.
   */
  static async toDatabase(
    url: string,
  ): Promise<{ door: Door; url: string; through: (url: string) => string; remove: () => Promise<void> }> {
    const folder = mkdtempSync(join(tmpdir(), 'jt-door-'));
    const realFolder = /host=([^&]*)/.exec(url)![1]!;
    const door = new Door(
      { path: join(realFolder, POSTGRES_SOCKET) },
      { path: join(folder, POSTGRES_SOCKET) },
    );
    await door.open();
    const remove = async () => {
      await door.shut();
      rmSync(folder, { recursive: true, force: true });
    };
    const through = (one: string) => one.replace(realFolder, folder);
    return { door, url: through(url), through, remove };
  }

  async open(): Promise<this> {
    const server = createServer((inside) => {
      const outside = connect(this.behind);
      this.#join(inside, outside);
      this.#join(outside, inside);
    });
    await new Promise<void>((resolve) => server.listen(this.place, resolve));
    this.#server = server;
    return this;
  }

  /** The port it stands at, for a door on the loopback. */
  get port(): number {
    return (this.#server!.address() as AddressInfo).port;
  }

  /** Keeps every connection, and lets nothing through: what a process sees of a server that has stopped answering. */
  hush(): void {
    this.#silent = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Lets through what has been waiting since {@link hush}. */
  speak(): void {
    this.#silent = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Cuts every connection, and lets none in. */
  async shut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(one: Socket, other: Socket): void {
    this.#sockets.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      this.#sockets.delete(one);
      other.destroy();
    });
    one.pipe(other);
    if (this.#silent) one.pause();
  }
}
