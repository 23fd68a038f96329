import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** Whether a Dovecot can be run here: it is installed, and whoever runs this may start it. */
export function dovecotCanRun(): boolean {
  return process.getuid?.() === 0 && spawnSync('dovecot', ['--version']).status === 0;
}

/** A Dovecot of its own with one mailbox, in a folder that is thrown away. */
export class RealDovecot {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly owner: { uid: number; gid: number },
  ) {}

  static async start(user: string, password: string): Promise<RealDovecot> {
    const folder = mkdtempSync(join(tmpdir(), 'jatakk-dovecot-'));
    chmodSync(folder, 0o755);
    const owner = idsOf('mail');
    mkdirSync(join(folder, 'run'));
    for (const path of [
      'home',
      'home/Maildir',
      ...['new', 'cur', 'tmp'].map((name) => `home/Maildir/${name}`),
    ]) {
      mkdirSync(join(folder, path));
      chownSync(join(folder, path), owner.uid, owner.gid);
    }
    const port = await freePort();
    writeFileSync(join(folder, 'password'), `${user}:{PLAIN}${password}\n`);
    writeFileSync(join(folder, 'dovecot.conf'), settings(folder, port));
    const child = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
    await until('Dovecot answers', () => answers(port));
    return new RealDovecot(port, child, folder, owner);
  }

  /** Something has come. @param message CRLF line ends */
  put(message: string | Buffer): void {
    this.#number += 1;
    const name = `${this.#number}.jatakk`;
    const path = join(this.folder, 'home/Maildir/tmp', name);
    writeFileSync(path, message);
    chownSync(path, this.owner.uid, this.owner.gid);
    spawnSync('mv', [path, join(this.folder, 'home/Maildir/new', name)]);
  }

  /** How many messages lie in a folder of the mailbox; in the inbox without one. */
  count(folder = ''): number {
    const of = join(this.folder, 'home/Maildir', folder && `.${folder}`);
    try {
      return ['new', 'cur'].flatMap((name) => readdirSync(join(of, name))).length;
    } catch {
      return 0;
    }
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #number = 0;
}

function idsOf(user: string): { uid: number; gid: number } {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout),
  ) as [number, number];
  return { uid, gid };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const tell = (does: boolean) => {
      socket.destroy();
      resolve(does);
    };
    socket.once('data', (data) => tell(data.includes('ready')));
    socket.once('error', () => tell(false));
  });
}

const settings = (folder: string, port: number) => `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  args = ${folder}/password
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${folder}/home
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
