import { toUSVString } from 'node:util';
import { fileTypeFromBuffer } from 'file-type';
import { oneLine } from './clean-text.js';

/** What is taken of one message. */
const MOST = 20;
const MOST_BYTES = 24_000_000;
const NAME_LENGTH = 200;

/** A file as a message brings it: its name is whatever its sender says. */
export interface BroughtFile {
  name: string | undefined;
  octets: Buffer;
}

/** A file as it is put down: what it is called in one harmless line, and what its octets say it is. */
export interface AttachedFile {
  name: string;
  type: string;
  octets: Buffer;
}

export async function attachmentsOf(
  files: readonly BroughtFile[],
): Promise<{ files: AttachedFile[]; cut: boolean }> {
  const taken = files.filter(({ octets }) => octets.length <= MOST_BYTES).slice(0, MOST);
  return {
    files: await Promise.all(
      taken.map(async ({ name, octets }, index) => ({
        name: harmlessName(name) || `attachment-${index + 1}`,
        type: await typeOf(octets),
        octets,
      })),
    ),
    cut: taken.length < files.length,
  };
}

/** No path, no dots before it, nothing that cannot be seen; a long one is cut before its ending. */
export function harmlessName(name: string | undefined): string {
  const last = oneLine(name ?? '', 2000)
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  if (last.length <= NAME_LENGTH) return last;
  const ending = /\.[^.]{1,16}$/.exec(last)?.[0] ?? '';
  return toUSVString(last.slice(0, NAME_LENGTH - ending.length) + ending);
}

/** By the octets alone. What a browser would run, or may take for something that runs, has no type of its own. */
async function typeOf(octets: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(octets).catch(() => undefined);
  if (found) return /xml|svg|html|script/.test(found.mime) ? 'application/octet-stream' : found.mime;
  return isText(octets) ? 'text/plain' : 'application/octet-stream';
}

function isText(octets: Buffer): boolean {
  const start = octets.subarray(0, 4096);
  if (start.includes(0)) return false;
  try {
    // Cut between two octets of one character it is text all the same.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}
