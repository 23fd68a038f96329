import { readFileSync } from 'node:fs';
import { relative, resolve, dirname } from 'node:path';

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])(\.{1,2}\/[^'"]+)\1/g;

/** Every file of ours that a compiled program can load, from its entry on, relative to its folder. */
export function moduleGraph(entry: string): string[] {
  const seen = new Set<string>();
  const waiting = [resolve(entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, , specifier] of text.matchAll(IMPORT)) {
      if (specifier!.endsWith('.js')) waiting.push(resolve(dirname(file), specifier!));
    }
  }
  return [...seen].map((file) => relative(dirname(resolve(entry)), file)).sort();
}
