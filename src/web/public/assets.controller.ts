import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { EDITOR_SCRIPT } from '../pages/editor-script.js';
import { Public } from '../http/access.js';

const require = createRequire(import.meta.url);
const ours = (name: string) => readFileSync(new URL(`../assets/${name}`, import.meta.url));
const FONT = 'source-serif-4-latin-wght-normal.woff2';

/** Every file the pages load, read once at start: nothing else on the disk can be asked for. */
const ASSETS: Record<string, { type: string; bytes: Buffer }> = {
  'jatakk.css': { type: 'text/css; charset=utf-8', bytes: ours('jatakk.css') },
  'jatakk.svg': { type: 'image/svg+xml', bytes: ours('jatakk.svg') },
  [FONT]: {
    type: 'font/woff2',
    bytes: readFileSync(require.resolve(`@fontsource-variable/source-serif-4/files/${FONT}`)),
  },
  'htmx.js': {
    type: 'text/javascript; charset=utf-8',
    bytes: readFileSync(require.resolve('htmx.org/dist/htmx.min.js')),
  },
  'webauthn.js': {
    type: 'text/javascript; charset=utf-8',
    bytes: readFileSync(
      join(dirname(require.resolve('@simplewebauthn/browser')), '../dist/bundle/index.umd.min.js'),
    ),
  },
  'editor.js': { type: 'text/javascript; charset=utf-8', bytes: EDITOR_SCRIPT },
  'passkey.js': { type: 'text/javascript; charset=utf-8', bytes: ours('passkey.js') },
};

@Controller('assets')
@Public()
export class AssetsController {
  @Get(':name')
  send(@Param('name') name: string, @Res() reply: FastifyReply): void {
    const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (!asset) throw new NotFoundException();
    reply.type(asset.type).header('cache-control', 'public, max-age=86400').send(asset.bytes);
  }
}
