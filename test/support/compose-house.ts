import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOwnFiles, removeView, type OwnFiles } from '../../src/platform/embedded/own-files.js';
import { isRoot, userIds } from '../../src/platform/embedded/unprivileged.js';
import { type ComposeFile, type ComposeService, readComposeFile } from './compose-file.js';
import { type RehearsalPostgres, startComposePostgres } from './compose-postgres.js';
import { until } from './until.js';
import { freePort } from './free-port.js';

const ROOT = process.cwd();

interface Running {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

/**
 * docker-compose.yml without an engine: each service's own command, as its user, with its environment and its secrets
 * and nothing else but PATH. What an engine would map is mapped here, and only that: the paths of the secrets and of
 * the program, the port web listens on, and the names of the other services, which are all this machine.
 */
export class ComposeHouse {
  readonly variables: Record<string, string>;
  readonly file: ComposeFile;
  readonly url: string;
  /** Whether each service runs as the user the file gives it: only root can do that. */
  readonly asUsers = isRoot();
  readonly #folder = mkdtempSync(join(tmpdir(), 'jt-compose-'));
  readonly #own: OwnFiles;
  readonly #running = new Map<string, Running>();
  #views: string[] = [];
  #postgres: RehearsalPostgres | undefined;

  private constructor(
    readonly webPort: number,
    /** `nowhere` is one that nobody listens on. */
    readonly ports: { postgres: number; redis: number; nowhere: number; receiver: number },
    private readonly hasRedis: boolean,
    resolver: string,
  ) {
    this.url = `http://localhost:${webPort}`;
    const port = String(webPort);
    this.variables = { PUBLIC_URL: this.url, UNDO_SECONDS: '0', DNS_RESOLVER: resolver, PORT: port };
    this.file = readComposeFile(ROOT, this.variables);
    chmodSync(this.#folder, 0o711);
    const users = ['migrate', 'web', 'keeper', 'receiver'].map((name) => this.ids(name)!);
    this.#own = this.asUsers
      ? openOwnFiles(ROOT, users, (view) => this.#views.push(view))
      : { through: [], dist: join(ROOT, 'dist') };
  }

  /** @param resolver whom the services ask about names, as in "127.0.0.1:53219" */
  static async open(resolver: string): Promise<ComposeHouse> {
    const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
    const [web, postgres, redis, nowhere, receiver] = await Promise.all([
      freePort(),
      freePort(),
      freePort(),
      freePort(),
      freePort(),
    ]);
    return new ComposeHouse(web, { postgres, redis, nowhere, receiver }, hasRedis, resolver);
  }

  get redis(): 'a redis-server of this machine' | 'none on this machine: REDIS_URL left out' {
    return this.hasRedis ? 'a redis-server of this machine' : 'none on this machine: REDIS_URL left out';
  }

  /** Makes the secrets with the operator's own command, then gives every service its own copies of its own. */
  makeSecrets(): void {
    const made = spawnSync(
      process.execPath,
      [join(ROOT, 'dist/cli.js'), 'secrets', join(this.#folder, 'secrets')],
      {
        env: { PATH: process.env.PATH },
        encoding: 'utf8',
      },
    );
    if (made.status !== 0) throw new Error(`secrets: ${made.stderr}`);
    for (const [name, service] of Object.entries(this.file.services)) {
      const folder = join(this.#folder, name);
      mkdirSync(folder, { mode: 0o700 });
      this.#give(name, folder);
      if (service.environment?.KEEPER_STATE) {
        for (const volume of [this.statePath, this.backupsPath]) {
          mkdirSync(volume, { mode: 0o700, recursive: true });
          this.#give(name, volume);
        }
      }
      for (const secret of service.secrets ?? []) {
        const text = readFileSync(join(this.#folder, this.file.secrets[secret]!.file), 'utf8');
        writeFileSync(join(folder, secret), this.#here(text), { mode: 0o400 });
        this.#give(name, join(folder, secret));
      }
    }
  }

  async startPostgres(): Promise<void> {
    this.#postgres = await startComposePostgres(this.#service('postgres'), {
      root: ROOT,
      folder: join(this.#folder, 'database'),
      port: this.ports.postgres,
      ids: this.ids('postgres'),
      secret: (path) => readFileSync(this.#mapped('postgres', path), 'utf8'),
    });
  }

  startRedis(): void {
    if (!this.hasRedis) return;
    const [program, ...args] = this.#service('redis').command!;
    this.#spawn('redis', [program!, ...args, '--port', String(this.ports.redis), '--bind', '127.0.0.1']);
  }

  start(name: 'web' | 'keeper' | 'receiver'): void {
    this.#spawn(name, this.#argv(name, this.#service(name).command ?? []));
  }

  /** A one-shot: `docker compose run --rm <name> <command>`, or what the file says it does. Answers what it printed. */
  async run(name: string, command = this.#service(name).command!): Promise<string> {
    const mapped = command.map((word) => this.#mapped(name, word));
    const { said, ended } = this.#spawn(name, this.#argv(name, mapped));
    const code = await ended;
    this.#running.delete(name);
    if (code !== 0) throw new Error(`${name} ${command.join(' ')} ended with ${code}: ${said()}`);
    return said();
  }

  /** Waits until the service's own health check, run as the service, is content. */
  async isHealthy(name: 'web' | 'keeper' | 'receiver'): Promise<void> {
    const [, ...test] = this.#service(name).healthcheck!.test;
    await until(
      `${name} is healthy`,
      () => {
        const running = this.#running.get(name)!;
        if (running.child.exitCode !== null) throw new Error(`${name} ended: ${running.said()}`);
        return this.#attempt(name, test) === 0;
      },
      30_000,
    );
  }

  /** Runs a program as the user of a service, with its environment: what somebody who took it over could do. */
  canReadAs(name: string, path: string): boolean {
    return this.#attempt(name, ['cat', path]) === 0;
  }

  pid(name: string): number {
    return this.#running.get(name)!.child.pid!;
  }

  said(name: string): string {
    return this.#running.get(name)!.said();
  }

  secretPath(service: string, secret: string): string {
    return join(this.#folder, service, secret);
  }

  /** Where the volume of the keeper's notes lies, and the folder for backups. */
  get statePath(): string {
    return join(this.#folder, 'keeper-state');
  }

  get backupsPath(): string {
    return join(this.#folder, 'backups');
  }

  ids(name: string): { uid: number; gid: number } | undefined {
    if (!this.asUsers) return undefined;
    // PostgreSQL looks its user up in the system's list, where the image's is not.
    if (name === 'postgres') return userIds('nobody');
    const [uid, gid] = this.#service(name).user!.split(':').map(Number);
    return { uid: uid!, gid: gid! };
  }

  /** What a process of the service is given, after mapping. */
  environment(name: string): Record<string, string> {
    const given = Object.entries(this.#service(name).environment ?? {}).filter(
      ([key]) => key !== 'REDIS_URL' || this.hasRedis,
    );
    const mapped = given.map(([key, value]) => {
      if (key === 'PORT') return [key, String(this.webPort)];
      if (key === 'RECEIVER_PORT') return [key, String(this.ports.receiver)];
      return [key, this.#here(this.#mapped(name, value))];
    });
    return { ...Object.fromEntries(mapped), PATH: process.env.PATH! };
  }

  async close(): Promise<void> {
    for (const [, { child, ended }] of [...this.#running].toReversed()) {
      child.kill('SIGTERM');
      await ended;
    }
    await this.#postgres?.close();
    rmSync(this.#folder, { recursive: true, force: true });
    this.#views.forEach(removeView);
  }

  #service(name: string): ComposeService {
    const service = this.file.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }

  #argv(name: string, command: string[]): string[] {
    return this.#asHere([...this.#service(name).entrypoint!, ...command]);
  }

  /** `node dist/…` of the image is this machine's Node and build. */
  #asHere(argv: string[]): string[] {
    return argv.map((word, index) => {
      if (index === 0 && word === 'node') return process.execPath;
      return index === 1 && word.startsWith('dist/') ? join(this.#own.dist, word.slice(5)) : word;
    });
  }

  #spawn(name: string, argv: string[]): Running {
    const [program, ...args] = [...this.#through(name), ...argv];
    const child = spawn(program!, args, { ...this.#spawnOptions(name), stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const read = (chunk: Buffer) => (text += chunk.toString());
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    const running = {
      child,
      said: () => text,
      ended: once(child, 'close').then(([code]) => code as number | null),
    };
    this.#running.set(name, running);
    return running;
  }

  #attempt(name: string, argv: string[]): number | null {
    const [program, ...args] = [...this.#through(name), ...this.#asHere(argv)];
    return spawnSync(program!, args, { ...this.#spawnOptions(name), stdio: 'ignore' }).status;
  }

  /** Where our files have to be shown in another place, root shows them and then becomes the user. */
  #through(name: string): string[] {
    const ids = this.ids(name);
    if (this.#own.through.length === 0 || !ids) return [];
    return [
      ...this.#own.through,
      'setpriv',
      `--reuid=${ids.uid}`,
      `--regid=${ids.gid}`,
      '--clear-groups',
      '--',
    ];
  }

  #spawnOptions(name: string) {
    const ids = this.#own.through.length === 0 ? this.ids(name) : undefined;
    return { ...ids, cwd: '/', env: this.environment(name) };
  }

  #mapped(service: string, value: string): string {
    return value
      .replace(/^\/run\/secrets\//, `${join(this.#folder, service)}/`)
      .replace(/^\/state$/, this.statePath)
      .replace(/^\/backups(?=\/|$)/, this.backupsPath);
  }

  #here(text: string): string {
    return text
      .replace('@postgres:5432/', `@127.0.0.1:${this.ports.postgres}/`)
      .replace('//redis:6379', `//127.0.0.1:${this.ports.redis}`);
  }

  #give(name: string, path: string): void {
    const ids = this.ids(name);
    if (ids) chownSync(path, ids.uid, ids.gid);
  }
}
