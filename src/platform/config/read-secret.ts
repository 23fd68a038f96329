import { readFileSync } from 'node:fs';

/** A setting that may stand in the environment, or in a file that NAME_FILE points to (compose secrets). */
export function readSetting(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (file) return readFileSync(file, 'utf8').trim();
  return env[name]?.trim() || undefined;
}

/** A 32-byte secret as base64url, from a file only: an environment can be read by a process's siblings. */
export function readSecretFile(env: NodeJS.ProcessEnv, name: string): string {
  const file = env[`${name}_FILE`];
  if (!file) throw new Error(`${name}_FILE is not set: it names the file that holds the secret.`);
  return readFileSync(file, 'utf8').trim();
}

/** The secret, or of several the newest. @throws Error when the text is not base64url of exactly 32 bytes. */
export function parseSecret(text: string, name: string): Buffer {
  return parseSecrets(text, name).at(-1)!;
}

/** One secret a line, the newest last: while a secret is changed there are two. @throws Error as {@link parseSecret} */
export function parseSecrets(text: string, name: string): Buffer[] {
  return text
    .trim()
    .split(/\s+/)
    .map((line) => {
      const bytes = Buffer.from(line, 'base64url');
      if (bytes.length !== 32) throw new Error(`${name} must be 32 bytes as base64url.`);
      return bytes;
    });
}
