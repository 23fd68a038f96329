import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HERE = join(process.cwd(), 'test/support/operating');

/** What a rehearsal may not do, or not as it is, to the machine it runs on. */
const STOOD_IN = [
  'apt-get',
  'certbot',
  'git',
  'install',
  'journalctl',
  'nginx',
  'postconf',
  'rsync',
  'useradd',
];

export interface Ports {
  http: number;
  https: number;
  web: number;
}

/** What a command said, both streams together, and how it ended. */
export interface Said {
  status: number | null;
  text: string;
}

/**
 * A small server to rehearse on: a folder in place of /etc, /var, /run and /usr/local, this clone in place of
 * /opt/jatakk, ports of its own, and stand-ins for some programs. They do what the real ones would as far as that can
 * be done here: systemctl starts the house as the unit says, and nginx is the real one where there is one.
 */
export class Machine {
  readonly root: string;
  readonly #rules: [pattern: string, replacement: string][];

  constructor(readonly ports: Ports) {
    // As short as it can be: a socket's path ends in it. Other users walk through.
    this.root = mkdtempSync(join(tmpdir(), 'jo-'));
    chmodSync(this.root, 0o711);
    const folders = [
      'etc/systemd/system',
      'etc/nginx/sites-available',
      'etc/nginx/sites-enabled',
      'etc/postfix',
    ];
    folders.push('var/lib', 'var/log/nginx', 'var/www/html', 'run/nginx', 'usr/local/bin', 'root', 'tmp');
    for (const folder of folders) mkdirSync(join(this.root, folder), { recursive: true });
    this.#rules = [
      ['listen \\[::\\]:\\d+( ssl)?;', ''],
      ['listen 80;', `listen 127.0.0.1:${ports.http};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${ports.https} ssl;`],
      ['127\\.0\\.0\\.1:3000', `127.0.0.1:${ports.web}`],
      // `npm test` has just done it; and it would build while other tests run.
      ['node scripts/setup\\.mjs', 'node --check scripts/setup.mjs'],
      ['fallocate -l 256M', 'fallocate -l 1M'],
      ['/opt/jatakk', process.cwd()],
      ['(?<![\\w./-])/(etc|var|run|usr/local)(?=[/\\s"\';]|$)', `${this.root}/$1`],
    ];
    writeFileSync(join(this.root, 'rules.json'), JSON.stringify(this.#rules));
    mkdirSync(join(this.root, 'bin'));
    for (const name of STOOD_IN) symlinkSync(join(HERE, 'stand-in.sh'), join(this.root, 'bin', name));
    symlinkSync(join(HERE, 'systemctl.mjs'), join(this.root, 'bin/systemctl'));
    writeFileSync(join(this.root, 'etc/nginx/nginx.conf'), this.#nginx());
    writeFileSync(join(this.root, 'etc/postfix/main.cf'), '');
  }

  path(path: string): string {
    return join(this.root, path);
  }

  read(path: string): string {
    return existsSync(this.path(path)) ? readFileSync(this.path(path), 'utf8') : '';
  }

  /** What the stand-ins were asked to do, a line each. */
  get calls(): string[] {
    return this.read('calls').split('\n').filter(Boolean);
  }

  /** Runs commands as an operator would type them, and stops at the first that fails. */
  run(commands: string): Promise<Said> {
    const script = this.#rules.reduce(
      (text, [from, to]) => text.replace(new RegExp(from, 'gm'), to),
      commands,
    );
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: join(this.root, 'root'),
      env: {
        PATH: `${this.path('bin')}:${this.path('usr/local/bin')}:${process.env.PATH}:/usr/sbin:/sbin`,
        REAL_PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
        HOME: this.path('root'),
        TMPDIR: this.path('tmp'),
        MACHINE: this.root,
        CLONE: process.cwd(),
        STAND_INS: HERE,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk));
    return new Promise((resolve) => child.once('close', (status) => resolve({ status, text })));
  }

  /** nginx as Debian has it, compression included, in our places. */
  #nginx(): string {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${this.root}/run/nginx/${kind};`,
    );
    return [
      `pid ${this.root}/run/nginx/nginx.pid;`,
      `error_log ${this.root}/var/log/nginx/error.log;`,
      'events {}',
      `http { ${temporary.join(' ')} access_log ${this.root}/var/log/nginx/access.log; gzip on;`,
      `include ${this.root}/etc/nginx/sites-enabled/*; }`,
    ].join('\n');
  }

  async throwAway(): Promise<void> {
    await this.run('systemctl stop nginx jatakk');
    rmSync(this.root, { recursive: true, force: true });
  }
}
