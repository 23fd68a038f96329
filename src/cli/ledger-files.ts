import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { KnownHead, ReadLeaves } from '../consent/ledger/check-ledger.js';
import type { StoredLeaf } from '../consent/ledger/check-log.js';
import {
  publishedLeaves,
  publishedLedger,
  type PublishedLeaves,
  type PublishedLedger,
} from '../consent/ledger/published-ledger.js';

/** Ledgers as they were published, with their leaves: whatever somebody has fetched of them. */
export interface LedgerFiles {
  ledgers: PublishedLedger[];
  leaves: ReadLeaves;
}

const published = z.union([publishedLedger, publishedLeaves]);

/** @param paths files, or folders of them. @throws Error naming the file that is none of ours */
export function readLedgerFiles(paths: readonly string[]): LedgerFiles {
  const ledgers: PublishedLedger[] = [];
  const pages = new Map<string, Page[]>();
  for (const path of paths.flatMap(filesOf)) {
    const content = parse(path, published);
    if (content.format === 'jatakk ledger v1') ledgers.push(content);
    else pages.set(content.logId, [...(pages.get(content.logId) ?? []), packed(content)]);
  }
  if (ledgers.length === 0)
    throw new Error('None of the files says which logs there are: fetch the heads too.');
  const registers = new Set(ledgers.map(({ register }) => register));
  if (registers.size < ledgers.length)
    throw new Error('Two files are about one register. Give the earlier one with --known.');
  return { ledgers, leaves: (logId) => inOrder(pages.get(logId) ?? []) };
}

/** The heads in ledgers that were published earlier and kept by somebody. */
export function readKnownHeads(paths: readonly string[]): KnownHead[] {
  const kept = paths.flatMap(filesOf).map((path) => parse(path, published));
  return kept.flatMap((content) => {
    if (content.format !== 'jatakk ledger v1') return [];
    const { register, logs } = content;
    return logs.flatMap(({ heads, publicKey }) =>
      heads.map((head) => ({ register, head: { ...head, publicKey }, from: 'known' as const })),
    );
  });
}

/** A page's leaves side by side: a million of them as objects would fill the memory. */
interface Page {
  first: number;
  bytes: Buffer;
}

function packed({ first, leaves }: PublishedLeaves): Page {
  return { first, bytes: Buffer.from(leaves.join(''), 'hex') };
}

async function* inOrder(pages: readonly Page[]): AsyncGenerator<StoredLeaf[]> {
  for (const { first, bytes } of pages.toSorted((a, b) => a.first - b.first))
    yield Array.from({ length: bytes.length / 33 }, (_, at) => ({
      index: first + at,
      leaf: bytes.subarray(at * 33, (at + 1) * 33),
    }));
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}

function parse<S extends z.ZodType>(path: string, form: S): z.infer<S> {
  try {
    return form.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`${path} is not a file of a published ledger.`, { cause: error });
  }
}
