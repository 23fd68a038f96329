import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IMAGE_WIDTHS } from './image-widths.js';

/** What cameras make today and no more: a small file can claim to be any number of them. */
const MOST_PIXELS = 50_000_000;
/** Less than this is nothing to look at, but what a hidden counter would be. */
const LEAST_SIDE = 16;
/** Times its width: beyond, it is no image for a column. */
const TALLEST = 6;
/** As mozjpeg counts: closer to what it was than 80 without it, and a quarter smaller. */
const QUALITY = 75;
/** Of a processor; a photograph of 50 million pixels takes two or three seconds. */
const MOST_CPU_MS = 10_000;
/** By the clock. */
const PATIENCE_MS = 30_000;
const MOST_OUT = 24 * 1024 * 1024;

/** Why a file is not taken. The pages have a sentence for each: `images.error.<fault>`. */
export const IMAGE_FAULTS = [
  'not-an-image',
  'too-many-pixels',
  'moves',
  'too-small',
  'too-tall',
  'too-heavy',
  'broken',
] as const;
export type ImageFault = (typeof IMAGE_FAULTS)[number];

export class UnusableImageError extends Error {
  constructor(readonly fault: ImageFault) {
    super(`an image that is ${fault}`);
  }
}

/** An image made anew from nothing but its pixels. */
export interface ReEncoded {
  mediaType: 'image/jpeg' | 'image/png';
  /** Pixels of the larger one. */
  width: number;
  height: number;
  small: Buffer;
  /** None where the image is no wider than the small one. */
  large: Buffer | undefined;
}

const refused = z.object({ why: z.enum(IMAGE_FAULTS) });
const made = z.object({
  mediaType: z.enum(['image/jpeg', 'image/png']),
  width: z.int().min(LEAST_SIDE).max(1200),
  height: z
    .int()
    .min(LEAST_SIDE)
    .max(1200 * TALLEST),
  lengths: z.array(z.int().positive()).min(1).max(2),
});

const WORKER = fileURLToPath(new URL('./re-encode-worker.mjs', import.meta.url));
const SETTINGS = JSON.stringify({
  widths: IMAGE_WIDTHS,
  mostPixels: MOST_PIXELS,
  leastSide: LEAST_SIDE,
  tallest: TALLEST,
  quality: QUALITY,
  mostCpuMs: MOST_CPU_MS,
});

/**
 * Makes a file that somebody has sent into images that can be shown: decoded, turned upright, in sRGB, smaller, and
 * without anything else that the file held. In a process of its own, which knows nothing of ours.
 * @throws UnusableImageError when it is none that can be shown; Error when images cannot be made here at all
 */
export async function reEncode(bytes: Buffer): Promise<ReEncoded> {
  const out = await runWorker(bytes);
  const end = out.indexOf(0x0a);
  const header: unknown = JSON.parse(out.subarray(0, Math.max(end, 0)).toString('utf8'));
  const no = refused.safeParse(header);
  if (no.success) throw new UnusableImageError(no.data.why);
  const { lengths, ...about } = made.parse(header);
  const [small, large] = parts(out.subarray(end + 1), lengths);
  return { ...about, small: small!, large };
}

function runWorker(bytes: Buffer): Promise<Buffer> {
  const child = spawn(process.execPath, [WORKER, SETTINGS], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Nothing of ours: settings hold the way to the database.
    env: { MALLOC_ARENA_MAX: '2' },
  });
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > MOST_OUT) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    // It may be gone before it has read all of it: how it ended tells why.
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(late);
      if (code === 0) resolve(Buffer.concat(pieces, size));
      else if (signal === 'SIGKILL') reject(new UnusableImageError('too-heavy'));
      else if (signal !== null) reject(new UnusableImageError('broken'));
      else reject(new Error(`images cannot be made here: their process ended with ${code}`));
    });
    child.stdin.end(bytes);
  });
}

function parts(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== bytes.length) throw new Error('an image came back cut off');
  let from = 0;
  return lengths.map((length) => bytes.subarray(from, (from += length)));
}
