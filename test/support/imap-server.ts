import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.js';

interface Kept {
  uid: number;
  raw: Buffer;
  flags: Set<string>;
}

/**
 * A small IMAP server (RFC 9051, as far as whoever fetches mail speaks it): one user, folders, flags, partial fetches,
 * UIDPLUS, MOVE and IDLE. It speaks by TLS from the first octet where it is given a certificate, and on this machine alone.
 */
export class TestImap {
  readonly folders = new Map<string, Kept[]>([
    ['INBOX', []],
    ['Kept', []],
  ]);
  /** Every command, as it came. */
  readonly heard: string[] = [];
  /** Those who went away before TLS was agreed on. */
  turnedAway = 0;
  /** Answers NO to a command for which this says so. */
  refuse: (command: string) => boolean = () => false;
  readonly #sockets = new Set<Socket>();
  readonly #idle = new Set<() => void>();
  readonly #server: Server;
  #next = 1;

  constructor(
    private readonly user: string,
    private readonly password: string,
    certificate?: Certificate,
  ) {
    this.#server = certificate
      ? createTlsServer(certificate, (socket) => this.#serve(socket))
      : createServer((socket) => this.#serve(socket));
    // Whoever does not like the certificate goes away.
    this.#server.on('tlsClientError', () => (this.turnedAway += 1));
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get inbox(): Kept[] {
    return this.folders.get('INBOX')!;
  }

  /** A message comes, and whoever waits is told. Its UID. */
  put(raw: string | Buffer, folder = 'INBOX'): number {
    const uid = this.#next++;
    this.folders.get(folder)!.push({ uid, raw: Buffer.from(raw), flags: new Set() });
    for (const tell of this.#idle) tell();
    return uid;
  }

  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.dropAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const says = (line: string) => socket.write(`${line}\r\n`, 'latin1');
    const session = new Session(this, says, (octets) => socket.write(octets), this.user, this.password);
    const tell = () => session.tellNews();
    this.#idle.add(tell);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#idle.delete(tell);
    });
    let text = '';
    socket.on('data', (octets: Buffer) => {
      text += octets.toString('latin1');
      for (let line = wholeLine(text); line !== undefined; line = wholeLine(text)) {
        // A literal is asked for, and is part of the same command.
        const literal = /\{(\d+)(\+?)\}$/.exec(line);
        if (literal) {
          const length = Number(literal[1]);
          const from = line.length + 2;
          if (text.length < from + length) {
            if (!literal[2]) says('+ go on');
            break;
          }
          const value = text.slice(from, from + length);
          text = `${line.slice(0, literal.index)}"${value.replaceAll(/(["\\])/g, '\\$1')}"${text.slice(from + length)}`;
          continue;
        }
        text = text.slice(line.length + 2);
        if (session.hears(line) === 'bye') socket.end();
      }
    });
    says('* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE] ready');
  }
}

function wholeLine(text: string): string | undefined {
  const end = text.indexOf('\r\n');
  return end === -1 ? undefined : text.slice(0, end);
}

class Session {
  #folder: string | undefined;
  #idle: string | undefined;
  #known = 0;

  constructor(
    private readonly house: TestImap,
    private readonly says: (line: string) => void,
    private readonly sends: (octets: Buffer) => void,
    private readonly user: string,
    private readonly password: string,
  ) {}

  tellNews(): void {
    if (this.#folder === undefined) return;
    const count = this.#messages().length;
    if (count > this.#known) this.says(`* ${count} EXISTS`);
    this.#known = count;
  }

  hears(line: string): 'bye' | void {
    if (this.#idle !== undefined && /^done$/i.test(line)) {
      this.says(`${this.#idle} OK done`);
      this.#idle = undefined;
      return undefined;
    }
    const [, tag = '*', command = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    this.house.heard.push(command);
    if (this.house.refuse(command)) {
      this.says(`${tag} NO not now`);
      return undefined;
    }
    const [, name = '', rest = ''] = /^((?:UID )?\S+) ?(.*)$/i.exec(command) ?? [];
    return this.#does(tag, name.toUpperCase(), rest);
  }

  #does(tag: string, name: string, rest: string): 'bye' | void {
    const done = (code = '') => this.says(`${tag} OK ${code}done`);
    switch (name) {
      case 'CAPABILITY':
        this.says('* CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE');
        return done();
      case 'LOGIN': {
        const words = wordsOf(rest);
        if (words[0] === this.user && words[1] === this.password) return done();
        return this.says(`${tag} NO [AUTHENTICATIONFAILED] no`);
      }
      case 'LIST':
      case 'LSUB':
        // Asked for nothing it says what stands between folders, and before them (RFC 9051 §6.3.9).
        if (wordsOf(rest)[1] === '') this.says(`* ${name} (\\Noselect) "/" ""`);
        else
          for (const folder of this.house.folders.keys())
            this.says(`* ${name} (\\HasNoChildren) "/" "${folder}"`);
        return done();
      case 'SELECT': {
        const folder = wordsOf(rest)[0]!;
        if (!this.house.folders.has(folder)) return this.says(`${tag} NO [NONEXISTENT] no`);
        this.#folder = folder;
        this.#known = this.#messages().length;
        this.says(`* ${this.#known} EXISTS`);
        this.says('* FLAGS (\\Seen \\Deleted)');
        this.says('* OK [UIDVALIDITY 1] x');
        this.says('* OK [UIDNEXT 100000] x');
        return done('[READ-WRITE] ');
      }
      case 'UID SEARCH':
        this.says(
          `* SEARCH ${this.#found(rest)
            .map(({ uid }) => uid)
            .join(' ')}`.trimEnd(),
        );
        return done();
      case 'UID FETCH':
        this.#fetch(rest);
        return done();
      case 'UID STORE':
        for (const message of this.#named(rest)) {
          for (const flag of rest.match(/\\\w+/g) ?? []) message.flags.add(flag);
          this.says(
            `* ${this.#placeOf(message)} FETCH (UID ${message.uid} FLAGS (${[...message.flags].join(' ')}))`,
          );
        }
        return done();
      case 'EXPUNGE':
        this.#remove(this.#messages().filter(({ flags }) => flags.has('\\Deleted')));
        return done();
      case 'UID EXPUNGE':
        this.#remove(this.#named(rest).filter(({ flags }) => flags.has('\\Deleted')));
        return done();
      case 'UID MOVE': {
        const named = this.#named(rest);
        const target = wordsOf(rest)[1]!;
        if (!this.house.folders.has(target)) return this.says(`${tag} NO [TRYCREATE] no`);
        for (const { raw } of named) this.house.put(raw, target);
        this.#remove(named);
        return done();
      }
      case 'IDLE':
        this.#idle = tag;
        this.says('+ idling');
        return undefined;
      case 'NOOP':
        this.tellNews();
        return done();
      case 'LOGOUT':
        this.says('* BYE');
        done();
        return 'bye';
      default:
        return this.says(`${tag} BAD what is ${name}?`);
    }
  }

  #messages(): Kept[] {
    return this.house.folders.get(this.#folder!)!;
  }

  #found(criteria: string): Kept[] {
    return this.#messages().filter(
      ({ flags }) =>
        !(/\bUNSEEN\b/i.test(criteria) && flags.has('\\Seen')) &&
        !(/\b(?:UNDELETED|NOT DELETED)\b/i.test(criteria) && flags.has('\\Deleted')),
    );
  }

  #named(rest: string): Kept[] {
    const ranges = rest
      .split(' ')[0]!
      .split(',')
      .map((range) => {
        const [from = '', to = from] = range.split(':');
        const number = (text: string) => (text === '*' ? Infinity : Number(text));
        return [number(from), number(to)] as const;
      });
    return this.#messages().filter(({ uid }) => ranges.some(([from, to]) => uid >= from && uid <= to));
  }

  #fetch(rest: string): void {
    const partial = /BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?/i.exec(rest);
    for (const message of this.#named(rest)) {
      const facts = [`UID ${message.uid}`];
      if (/RFC822\.SIZE/i.test(rest)) facts.push(`RFC822.SIZE ${message.raw.length}`);
      if (/\bFLAGS\b/i.test(rest)) facts.push(`FLAGS (${[...message.flags].join(' ')})`);
      if (!partial) {
        this.says(`* ${this.#placeOf(message)} FETCH (${facts.join(' ')})`);
        continue;
      }
      const from = Number(partial[1] ?? 0);
      const octets = message.raw.subarray(from, partial[2] ? from + Number(partial[2]) : undefined);
      const name = partial[1] ? `BODY[]<${from}>` : 'BODY[]';
      this.sends(
        Buffer.concat([
          Buffer.from(`* ${this.#placeOf(message)} FETCH (${facts.join(' ')} ${name} {${octets.length}}\r\n`),
          octets,
          Buffer.from(')\r\n'),
        ]),
      );
    }
  }

  #placeOf(message: Kept): number {
    return this.#messages().indexOf(message) + 1;
  }

  #remove(gone: readonly Kept[]): void {
    for (const message of gone) {
      const place = this.#placeOf(message);
      this.#messages().splice(place - 1, 1);
      this.says(`* ${place} EXPUNGE`);
    }
    this.#known = this.#messages().length;
  }
}

/** Words of a command: bare ones, and quoted ones. */
function wordsOf(rest: string): string[] {
  return [...rest.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? bare!,
  );
}
