import sharp from 'sharp';
import type { HttpClient } from './http-client.js';
import { formTo } from '../../src/cli/demo/form-to.js';

/** Something with edges and shades, so that it is no flat colour which every encoder makes nothing of. */
export function photo(width: number, height: number): Promise<Buffer> {
  return sharp(pixels(width, height), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** Left half red, right half blue, RGB. */
export function redAndBlue(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) data[at * 3 + (at % width < width / 2 ? 0 : 2)] = 255;
  return data;
}

function pixels(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      data[at] = (x * 255) / width;
      data[at + 1] = (y * 255) / height;
      data[at + 2] = (x ^ y) & 255;
    }
  return data;
}

export interface Sent {
  alt?: string;
  /** In place of the session's own. */
  csrf?: string;
  name?: string;
  type?: string;
}

/** Fills in the form of a register's images as a browser does. */
export async function sendsImage(
  client: HttpClient,
  registerId: string,
  file: Uint8Array,
  { alt = 'En stol på en scene', csrf, name = 'bilde.jpg', type = 'image/jpeg' }: Sent = {},
): Promise<Response> {
  const path = `/staff/registers/${registerId}/images`;
  const form = new FormData();
  form.set('csrf', csrf ?? formTo(await client.page(path), path).hidden.csrf!);
  form.set('alt', alt);
  form.set('file', new Blob([new Uint8Array(file)], { type }), name);
  return fetch(client.base + path, {
    method: 'POST',
    headers: { accept: 'text/html', cookie: client.cookie, origin: client.base },
    body: form,
    redirect: 'manual',
  });
}

/** Adds one. Returns its id. */
export async function addsImage(
  client: HttpClient,
  registerId: string,
  file: Uint8Array,
  sent: Sent = {},
): Promise<string> {
  const response = await sendsImage(client, registerId, file, sent);
  const id = /\/images\/([0-9a-f-]{36})\?done=image-added$/.exec(response.headers.get('location') ?? '')?.[1];
  if (!id) throw new Error(`an image was not taken: ${response.status}`);
  return id;
}

/** A text of blocks that shows an image. */
export function bodyWithImage(id: string): string {
  return JSON.stringify({
    type: 'doc',
    content: [
      { type: 'paragraph', content: [{ type: 'text', text: 'Velkommen.' }] },
      { type: 'image', attrs: { image: id, alt: 'En stol på en scene', href: '' } },
    ],
  });
}
