import { closeSync, openSync } from 'node:fs';
import type { PerRole } from '../database/runtime-roles.js';
import { isRoot, type UserIds } from './unprivileged.js';

/** What the starting process hands a child over the pipe between them, so that no secret is in an environment. */
export interface Handover {
  /** The database, as each role that the child works as. */
  databaseUrls: Partial<PerRole<string>>;
  /** The child's own secret: 32 bytes, base64url; the keeper's, while it is changed, with the one before it. */
  secret: string;
  /** For the keeper, on trial: the local mailbox, `smtp://127.0.0.1:<port>`. */
  relayUrl?: string;
  /** For the keeper: the folder where it notes the counter that tells a restored database. */
  stateDir?: string;
  /** For web, on trial: the folder that the local mailbox writes to. */
  mailboxDir?: string;
  /** Whom to become (`dropPrivileges`) once everything is imported; only when started by root. */
  dropTo?: UserIds;
}

/** From the starting process to a child. */
export type ParentMessage =
  | ({ type: 'handover' } & Handover)
  | { type: 'stop' }
  | { type: 'live' }
  | { type: 'secret'; secret: string };

/** From a child to the starting process. */
export type ChildMessage = { type: 'ready' } | { type: 'failed'; message: string } | { type: 'live' };

/** The environment variable that tells a child that a handover will come. */
export const HANDOVER_VARIABLE = 'JATAKK_HANDOVER';

/** Waits for the handover; undefined at once when this process was started by itself. */
export async function receiveHandover(): Promise<Handover | undefined> {
  if (!underParent()) return undefined;
  // The terminal's Ctrl-C and hang-up are the parent's to answer: it stops its children one after the other.
  process.on('SIGINT', ignore);
  process.on('SIGHUP', ignore);
  const handover = await new Promise<Handover>((resolve, reject) => {
    const listen = (message: ParentMessage) => {
      if (message.type !== 'handover') return;
      process.off('message', listen);
      const { type: _, ...rest } = message;
      resolve(rest);
    };
    process.on('message', listen);
    process.once('disconnect', () =>
      reject(new Error('The starting process ended before it handed anything over.')),
    );
  });
  const { mailboxDir, stateDir } = handover;
  return {
    ...handover,
    ...(mailboxDir && { mailboxDir: reachableLater(mailboxDir) }),
    ...(stateDir && { stateDir: reachableLater(stateDir) }),
  };
}

/** Tells the starting process that this child does its work now. */
export function announceReady(): void {
  tellParent({ type: 'ready' });
}

/** Tells the starting process why this child cannot begin; `message` is shown to the operator as it stands. */
export function announceFailed(message: string): Promise<void> {
  return new Promise((resolve) => {
    if (!underParent() || !process.connected) return resolve();
    process.send!({ type: 'failed', message } satisfies ChildMessage, () => resolve());
  });
}

/** Tells the starting process that the installation has gone live: it closes the local mailbox for good. */
export function announceLive(): void {
  tellParent({ type: 'live' });
}

/** Calls back once the installation has gone live, whichever process brought it about. */
export function onLive(callback: () => void): void {
  onMessage('live', callback);
}

/** Calls back with the secrets that this process has from now on, one a line, the newest last. */
export function onSecret(callback: (secrets: string) => void): void {
  if (!underParent()) return;
  process.on('message', (message: ParentMessage) => {
    if (message.type === 'secret') callback(message.secret);
  });
}

/**
 * Calls back once when this process is to stop: asked by the starting process, on the starting process's death,
 * on SIGTERM, and, started by itself, on SIGINT. Ends the process when the callback is done: 0, or 1 if it threw.
 */
export function onStop(callback: () => void | Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void Promise.resolve()
      .then(callback)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop);
  if (!underParent()) {
    process.on('SIGINT', stop);
    return;
  }
  onMessage('stop', stop);
  if (process.connected) process.once('disconnect', stop);
  else stop();
}

function underParent(): boolean {
  return process.env[HANDOVER_VARIABLE] === 'ipc' && process.send !== undefined;
}

function tellParent(message: ChildMessage): void {
  // Should the parent be gone, 'disconnect' tells us so.
  if (underParent() && process.connected) process.send!(message, () => undefined);
}

function onMessage(type: ParentMessage['type'], callback: () => void): void {
  if (!underParent()) return;
  process.on('message', (message: ParentMessage) => {
    if (message.type === type) callback();
  });
}

/** A path to the folder that still works after root was given up, though its parents be closed (Linux). */
function reachableLater(folder: string): string {
  if (!isRoot() || process.platform !== 'linux') return folder;
  const fd = openSync(folder, 'r');
  process.once('exit', () => closeSync(fd));
  return `/proc/self/fd/${fd}`;
}

function ignore(): void {
  // Answered by the parent.
}
