// Makes each script for the browser one file in dist/web/assets, of the sources in src/web/browser and the packages they
// use. None holds an eval or brings styles of a page: what a page may run and wear, its policy says.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const assets = join(root, 'dist/web/assets');

// Run on the organisation's own site, by everybody who visits it.
await bundle('src/web/browser/site/messages.ts', join(assets, 'm.js'));
await bundle('src/web/browser/site/visitors.ts', join(assets, 'v.js'));

const outfile = join(assets, 'editor.js');
const { metafile } = await bundle('src/web/browser/editor/main.ts', outfile);
const packages = [
  ...new Set(
    Object.keys(metafile.inputs)
      .map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1])
      .filter((name) => name !== undefined),
  ),
].sort();
const bytes = readFileSync(outfile, 'utf8');
const script = `${notices()}${bytes}`;
writeFileSync(outfile, script);
if (process.argv.includes('--size')) {
  const kB = (length) => `${(length / 1000).toFixed(0)} kB`;
  console.log(`editor.js: ${kB(Buffer.byteLength(script))}, ${kB(gzipSync(script).length)} compressed`);
}

function bundle(entryPoint, outfile) {
  return build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    tsconfig: 'src/web/browser/tsconfig.json',
  });
}

/** What the licences of the packages ask for: who made them, and under which terms. */
function notices() {
  const lines = packages.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const terms = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
    return { name: `${name} ${version} (${license})`, terms };
  });
  const texts = new Map();
  for (const { name, terms } of lines) texts.set(terms, [...(texts.get(terms) ?? []), name]);
  return [...texts].map(([terms, names]) => `/*! ${names.join(', ')}\n\n${terms}\n*/\n`).join('');
}
