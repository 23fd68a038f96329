import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A word and a secret in the forms in which they could lie about: as they are, in hex, in base64 at any offset. */
export function needlesFor(word: string): Buffer[] {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters hold bits of what stands beside.
    return text.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  const hex = bytes.toString('hex');
  const texts = [word, word.toUpperCase(), hex, hex.toUpperCase(), ...base64];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(word, 'utf16le')];
}

/** The forms of a token: the link's own text, and the bytes it stands for. */
export function needlesForToken(token: string): Buffer[] {
  const bytes = Buffer.from(token, 'base64url');
  return [Buffer.from(token), Buffer.from(token).toString('hex'), bytes, bytes.toString('hex')].map((form) =>
    Buffer.from(form),
  );
}

export function hitsIn(haystack: Buffer, needles: readonly Buffer[]): number {
  return needles.filter((needle) => haystack.includes(needle)).length;
}

/** Every file below a folder, but for one subfolder. */
export function* filesBelow(folder: string, except?: string): Generator<{ path: string; bytes: Buffer }> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === except) continue;
    if (entry.isDirectory()) yield* filesBelow(path, except);
    else if (entry.isFile()) yield { path, bytes: readFileSync(path) };
  }
}
