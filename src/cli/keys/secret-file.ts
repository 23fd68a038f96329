import { randomBytes } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import { parseSecrets } from '../../platform/config/read-secret.js';
import { readTextIfThere, writePrivateFile } from '../../platform/embedded/private-file.js';

/** The secrets in a keeper's file, the newest last. @throws Error when there is none, or it is not whole */
export function secretsIn(file: string): Buffer[] {
  const text = readTextIfThere(file);
  if (!text) throw new Error(`There is no keeper secret in ${file}.`);
  return parseSecrets(text, file);
}

/** Adds a new secret after the one that is there, unless one was added already. Returns both, the newest last. */
export function addSecret(file: string): Buffer[] {
  const known = secretsIn(file);
  if (known.length > 1) return known;
  const both = [...known, randomBytes(32)];
  writeSecrets(file, both);
  return both;
}

/** Leaves the newest alone. Returns those that went. */
export function dropOlder(file: string): Buffer[] {
  const known = secretsIn(file);
  writeSecrets(file, known.slice(-1));
  return known.slice(0, -1);
}

/** `jatakk keys new-secret <file>`: a second secret beside the first, where the house cannot be reached from here. */
export async function newSecretCommand([file]: string[]): Promise<number> {
  if (!file) throw new Error('Usage: jatakk keys new-secret <file>');
  addSecret(file);
  process.stdout.write(
    `${file} holds two secrets now. Give it to every keeper, then: jatakk keys rotate-secret\n`,
  );
  return 0;
}

/** `jatakk keys drop-old-secret <file>`: leaves the newest alone. What goes is kept beside it, until it is deleted. */
export async function dropOldSecretCommand([file]: string[]): Promise<number> {
  if (!file) throw new Error('Usage: jatakk keys drop-old-secret <file>');
  const known = secretsIn(file);
  if (known.length < 2) throw new Error(`${file} holds one secret: there is no older one.`);
  writePrivateFile(`${file}.old`, lines(known.slice(0, -1)));
  dropOlder(file);
  process.stdout.write(
    `${file} holds the new secret alone. The old one is in ${file}.old: delete it once the keeper has started.\n`,
  );
  return 0;
}

/** Whole or not at all, and open to the same as before. */
function writeSecrets(file: string, secrets: readonly Buffer[]): void {
  const { mode } = statSync(file);
  writePrivateFile(file, lines(secrets));
  chmodSync(file, mode & 0o777);
}

function lines(secrets: readonly Buffer[]): string {
  return secrets.map((secret) => `${secret.toString('base64url')}\n`).join('');
}
