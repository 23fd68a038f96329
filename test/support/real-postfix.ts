import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** Whether a Postfix can be run here: it is installed, and whoever runs this may start it. */
export function postfixCanRun(): boolean {
  return process.getuid?.() === 0 && spawnSync('postconf', ['-d', 'mail_version']).status === 0;
}

/** Where it passes mail on: a domain, and the port on this machine that takes it. */
export interface Routes {
  /** For every domain that has no route of its own. */
  others: number;
  [domain: string]: number;
}

/** A Postfix of its own, in a folder that is thrown away: it relays from this machine, and writes notices itself. */
export class RealPostfix {
  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  static async start({ others, ...domains }: Routes): Promise<RealPostfix> {
    const folder = mkdtempSync(join(tmpdir(), 'jatakk-postfix-'));
    // Its programs run as a user of their own, and walk through it.
    chmodSync(folder, 0o755);
    const port = await freePort();
    const [conf, queue, data] = ['conf', 'queue', 'data'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [conf, queue, data]) mkdirSync(path, { mode: 0o755 });
    const routes = Object.entries(domains).map(([domain, to]) => `{ ${domain} = smtp:[127.0.0.1]:${to} }`);
    writeFileSync(
      join(conf, 'main.cf'),
      settings({
        compatibility_level: '3.6',
        queue_directory: queue,
        data_directory: data,
        command_directory: setting('command_directory'),
        daemon_directory: setting('daemon_directory'),
        mail_owner: 'postfix',
        setgid_group: 'postdrop',
        myhostname: 'relay.fjellhallen.example',
        mydestination: '',
        mynetworks: '127.0.0.0/8',
        inet_interfaces: '127.0.0.1',
        inet_protocols: 'ipv4',
        alias_maps: '',
        alias_database: '',
        relayhost: `[127.0.0.1]:${others}`,
        transport_maps: `inline:{ ${routes.join(', ')} }`,
        smtp_tls_security_level: 'none',
        smtp_dns_support_level: 'disabled',
        notify_classes: '',
        maillog_file: join(folder, 'log'),
        maillog_file_prefixes: tmpdir(),
      }),
    );
    writeFileSync(join(conf, 'master.cf'), SERVICES.replace('PORT', `127.0.0.1:${port}`));
    const { uid, gid } = statSync(setting('data_directory'));
    chownSync(data, uid, gid);
    const started = spawnSync('postfix', ['-c', conf, 'start'], { encoding: 'utf8' });
    const postfix = new RealPostfix(port, folder);
    if (started.status !== 0) throw new Error(`Postfix did not start: ${started.stderr}\n${postfix.log()}`);
    return postfix;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** What it has written. It repeats addresses, as relays do. */
  log(): string {
    try {
      return readFileSync(join(this.folder, 'log'), 'utf8');
    } catch {
      return '';
    }
  }

  stop(): void {
    spawnSync('postfix', ['-c', join(this.folder, 'conf'), 'stop']);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the installed one has by default. */
function setting(name: string): string {
  return spawnSync('postconf', ['-dh', name], { encoding: 'utf8' }).stdout.trim();
}

function settings(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

const SERVICES = `PORT inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
