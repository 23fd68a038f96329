import { spawn, type ChildProcess } from 'node:child_process';
import { BackOff } from './back-off.js';
import { HANDOVER_VARIABLE, type ChildMessage, type Handover, type ParentMessage } from './handover.js';
import { tailOf, type LogFile } from './log-file.js';
import { hasEnded, identityOf, signal, type ProcessIdentity } from './process-identity.js';
import { Refusal } from './refusal.js';

const READY_TIMEOUT = 60_000;

export interface HouseProcessOptions {
  /** As the operator knows it, such as `web`. */
  name: string;
  /** A command to put before the program, with its arguments. */
  through: string[];
  /** The program, for Node to run. */
  file: string;
  /** All of its environment: no secret belongs in it. */
  env: NodeJS.ProcessEnv;
  handover: () => Handover;
  /** Where its output goes. */
  log: LogFile;
  say: (line: string) => void;
  /** The child brought about that the installation is live. */
  onLive: () => void;
  /** The process behind the name is another one now. */
  onChange: (identity: ProcessIdentity | undefined) => void;
}

/** A process of the house: forked, given its secrets over the pipe, started again when it dies, stopped when asked. */
export class HouseProcess {
  identity?: ProcessIdentity;
  private child?: ChildProcess;
  private ready = false;
  private stopping = false;
  private readonly backOff = new BackOff();

  constructor(private readonly options: HouseProcessOptions) {}

  /** Starts it and answers when it does its work. Should it die afterwards, it is started again. */
  async start(): Promise<void> {
    const { child, began, ended } = this.fork();
    const outcome = await Promise.race([this.firstWord(child), ended]);
    if (this.stopping) return;
    if (outcome !== 'ready') {
      child.kill('SIGKILL');
      throw new Refusal(this.whyNot(outcome, began));
    }
    this.ready = true;
    void ended.then(() => this.revive());
  }

  tell(message: ParentMessage): void {
    if (this.ready && this.child?.connected) this.child.send(message, () => undefined);
  }

  /** Asks it to end, waits for at most `milliseconds` or until `hurry`, then ends it by force. */
  async stop(milliseconds: number, hurry: () => boolean): Promise<void> {
    this.stopping = true;
    if (!this.identity) return;
    if (this.ready) this.tell({ type: 'stop' });
    else signal(this.identity, 'SIGTERM');
    if (await hasEnded(this.identity, milliseconds, hurry)) return;
    this.options.say(`${this.options.name} did not end in time and is cut off.`);
    signal(this.identity, 'SIGKILL');
    await hasEnded(this.identity, 5_000);
  }

  private fork(): { child: ChildProcess; began: number; ended: Promise<'ended'> } {
    const { through, file, env, handover, log } = this.options;
    const began = log.size();
    const [command, ...args] = [...through, process.execPath, file];
    const child = spawn(command, args, {
      env: { ...env, [HANDOVER_VARIABLE]: 'ipc' },
      serialization: 'json',
      // A Ctrl-C on the terminal reaches only us: the house is taken down in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    const ended = new Promise<'ended'>((resolve) => {
      child.once('exit', () => resolve('ended'));
      child.once('error', () => resolve('ended'));
    });
    this.child = child;
    this.ready = false;
    this.identity = child.pid ? identityOf(child.pid) : undefined;
    this.options.onChange(this.identity);
    child.send({ type: 'handover', ...handover() } satisfies ParentMessage, () => undefined);
    child.on('message', (message: ChildMessage) => {
      if (message.type === 'live') this.options.onLive();
    });
    return { child, began, ended };
  }

  private firstWord(child: ChildProcess): Promise<'ready' | 'late' | { failed: string }> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('late'), READY_TIMEOUT);
      child.once('exit', () => clearTimeout(timer));
      child.on('message', (message: ChildMessage) => {
        if (message.type === 'live') return;
        clearTimeout(timer);
        resolve(message.type === 'ready' ? 'ready' : { failed: message.message });
      });
    });
  }

  private whyNot(outcome: 'ended' | 'late' | { failed: string }, began: number): string {
    const { name, log } = this.options;
    if (typeof outcome === 'object') return `${name} cannot start: ${outcome.failed}`;
    const what = outcome === 'late' ? 'was not ready within a minute' : 'ended before it was ready';
    const said = tailOf(log, began);
    return `${name} ${what}.${said && ` ${log.path} says:\n${said}`}`;
  }

  private async revive(): Promise<void> {
    const { name, say } = this.options;
    if (!this.stopping) say(`${name} ended unexpectedly; it is started again.`);
    while (!this.stopping) {
      await this.backOff.wait();
      if (this.stopping) return;
      try {
        await this.start();
        say(`${name} runs again.`);
        return;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
