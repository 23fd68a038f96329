import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { type ImageFault, reEncode, UnusableImageError } from '../../src/platform/images/re-encode.js';
import { photo, redAndBlue } from '../support/images.js';

async function faultOf(file: Buffer): Promise<ImageFault | 'taken'> {
  try {
    await reEncode(file);
    return 'taken';
  } catch (error) {
    if (error instanceof UnusableImageError) return error.fault;
    throw error;
  }
}

const rgb = (width: number, height: number, background = '#3a6ea5') =>
  sharp({ create: { width, height, channels: 3, background } });

/** The colour in the middle of a part of an image: 0 to 1 from the left and from the top. */
async function colourAt(image: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  return [...data.subarray(at, at + info.channels)];
}

function isNear(found: number[], wanted: number[], by = 12): void {
  for (const [n, value] of wanted.entries()) expect(Math.abs(found[n]! - value)).toBeLessThanOrEqual(by);
}

describe('sizes', () => {
  test('a photograph becomes 600 and 1200 pixels wide, in its own proportions', async () => {
    const made = await reEncode(await photo(2400, 1600));
    expect(made).toMatchObject({ mediaType: 'image/jpeg', width: 1200, height: 800 });
    expect(await sharp(made.large).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 800 });
    expect(await sharp(made.small).metadata()).toMatchObject({ format: 'jpeg', width: 600, height: 400 });
    expect(made.small.length).toBeLessThan(made.large!.length);
  });

  test.each([
    [300, 300, undefined],
    [600, 600, undefined],
    [601, 600, 601],
    [900, 600, 900],
    [1200, 600, 1200],
  ])('one of %i pixels is never enlarged: %i, and %p', async (width, small, large) => {
    const made = await reEncode(await photo(width, 200));
    expect(made.width).toBe(large ?? small);
    expect((await sharp(made.small).metadata()).width).toBe(small);
    expect(made.large && (await sharp(made.large).metadata()).width).toBe(large);
  });
});

describe('nothing but the pixels', () => {
  test('place, time, camera, comments, thumbnails and profiles are gone', async () => {
    const file = await rgb(1300, 700)
      .withExif({
        IFD0: { Make: 'Kanarikamera', Copyright: 'Ingrid Kanari', Orientation: '1' },
        IFD2: { DateTimeOriginal: '2026:05:17 12:00:00' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 54/1 0/1', GPSLongitude: '10/1 45/1 0/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><kanari/></x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    // They are there to be lost.
    const before = await sharp(file).metadata();
    expect([before.exif, before.icc, before.xmp].every(Boolean)).toBe(true);
    expect(file.includes('Kanarikamera')).toBe(true);
    const { small, large } = await reEncode(file);
    for (const image of [small, large!]) {
      const after = await sharp(image).metadata();
      expect([after.exif, after.icc, after.xmp, after.iptc, after.orientation, after.comments]).toEqual(
        Array.from({ length: 6 }),
      );
      expect(/kanari|Exif|ICC_PROFILE|adobe|2026|GPS/i.test(image.toString('latin1'))).toBe(false);
      // Of segments that carry something beside the image, only JFIF's own head.
      expect(segmentsOf(image).filter((marker) => marker >= 0xe1 || marker === 0xfe)).toEqual([]);
    }
  });

  test('a PNG keeps no words either', async () => {
    const file = await sharp({
      create: { width: 700, height: 300, channels: 4, background: { r: 20, g: 90, b: 85, alpha: 0.5 } },
    })
      .withExif({ IFD0: { Artist: 'Ingrid Kanari' } })
      .png()
      .toBuffer();
    const text = chunk('tEXt', Buffer.from('Comment\0<script>alert("kanari")</script>'));
    const withWords = Buffer.concat([file.subarray(0, 33), text, file.subarray(33)]);
    expect(withWords.includes('kanari')).toBe(true);
    const { mediaType, small, large } = await reEncode(withWords);
    expect(mediaType).toBe('image/png');
    for (const image of [small, large!]) {
      expect(chunksOf(image).filter((name) => !/^(IHDR|PLTE|tRNS|IDAT|IEND|pHYs)$/.test(name))).toEqual([]);
      expect(/kanari/i.test(image.toString('latin1'))).toBe(false);
    }
  });

  test('two files in one come out as one image: what was put behind, or into its comments, is gone', async () => {
    const page = '<html><script>alert("kanari")</script></html>';
    const behind = Buffer.concat([await photo(800, 600), Buffer.from(`PK\u0003\u0004${page}`)]);
    const jpeg = await photo(800, 600);
    const words = Buffer.from(page);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(words.length + 2);
    const within = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xfe]),
      length,
      words,
      jpeg.subarray(2),
    ]);
    for (const file of [behind, within]) {
      const { small, large } = await reEncode(file);
      for (const image of [small, large!])
        expect(/kanari|script|PK\u0003/.test(image.toString('latin1'))).toBe(false);
    }
  });
});

describe('as it was meant to look', () => {
  test('turned upright where the camera was held on its side', async () => {
    const file = await sharp(redAndBlue(800, 400), { raw: { width: 800, height: 400, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const made = await reEncode(file);
    expect(made).toMatchObject({ width: 400, height: 800 });
    isNear(await colourAt(made.small, 0.5, 0.2), [254, 0, 0]);
    isNear(await colourAt(made.small, 0.5, 0.8), [0, 0, 254]);
  });

  test('in the colours of the web, whatever space it came in', async () => {
    const colour = { r: 200, g: 60, b: 40 };
    const file = await sharp({ create: { width: 700, height: 300, channels: 3, background: colour } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    // In that space the same colour has other numbers.
    const numbers = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    expect(numbers[0]).toBeLessThan(195);
    isNear(await colourAt((await reEncode(file)).small, 0.5, 0.5), [200, 60, 40], 6);
    const print = await rgb(700, 300, '#c03020').toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(print).metadata()).space).toBe('cmyk');
    isNear(await colourAt((await reEncode(print)).small, 0.5, 0.5), [192, 48, 32], 40);
  });

  test('what is transparent stays so, as a PNG; what only could be is a JPEG', async () => {
    const shape = (alpha: number) =>
      sharp({ create: { width: 640, height: 320, channels: 4, background: { r: 15, g: 92, b: 85, alpha } } });
    const clear = await reEncode(await shape(0).png().toBuffer());
    expect(clear.mediaType).toBe('image/png');
    expect((await colourAt(clear.small, 0.5, 0.5))[3]).toBe(0);
    expect((await reEncode(await shape(0.5).webp().toBuffer())).mediaType).toBe('image/png');
    expect((await reEncode(await shape(1).png().toBuffer())).mediaType).toBe('image/jpeg');
  });

  test.each(['jpeg', 'png', 'webp', 'gif'] as const)('taken from %s, in grey too', async (format) => {
    for (const image of [rgb(640, 320), rgb(640, 320).greyscale()])
      expect(await reEncode(await image.toFormat(format).toBuffer())).toMatchObject({
        width: 640,
        height: 320,
      });
  });

  test('16 bits for each colour become 8', async () => {
    const file = await rgb(640, 320).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(file).metadata()).depth).toBe('ushort');
    isNear(await colourAt((await reEncode(file)).small, 0.5, 0.5), [0x3a, 0x6e, 0xa5]);
  });
});

describe('what is no image that can be shown', () => {
  const SVG =
    '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><script>alert(1)</script></svg>';

  test.each<[string, Buffer | string]>([
    ['nothing', ''],
    ['one byte', 'x'],
    ['words', 'Hei, dette er ikke et bilde.'],
    ['a page', '<!doctype html><title>x</title>'],
    ['an SVG', SVG],
    ['an SVG after a declaration', `<?xml version="1.0"?>\n${SVG}`],
    ['a PDF', '%PDF-1.7\n1 0 obj\n<< >>\nendobj\n'],
    ['a program', Buffer.from('7f454c46020101000000000000000000', 'hex')],
    ['the head of a JPEG', Buffer.from('ffd8ff', 'hex')],
    ['the head of a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a picture in characters', 'P3 2 2 255 255 0 0 0 255 0 0 0 255 9 9 9\n'],
    ['radiance', '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 20 +X 20\n'],
  ])('%s', async (_, file) => {
    expect(['not-an-image', 'broken']).toContain(await faultOf(Buffer.from(file)));
  });

  test.each(['tiff', 'avif'] as const)('a real %s, though the library could read it', async (format) => {
    expect(await faultOf(await rgb(640, 320).toFormat(format).toBuffer())).toBe('not-an-image');
  });

  test.each(['jpeg', 'png', 'webp', 'gif'] as const)('a %s that breaks off', async (format) => {
    const whole = await sharp(await photo(300, 300))
      .toFormat(format)
      .toBuffer();
    expect(await faultOf(whole)).toBe('taken');
    for (const share of [0.9, 0.5, 0.1])
      expect(['broken', 'not-an-image']).toContain(
        await faultOf(whole.subarray(0, Math.floor(whole.length * share))),
      );
  });

  test.each(['gif', 'webp'] as const)('a moving %s', async (format) => {
    const frames = sharp(Buffer.concat([redAndBlue(64, 64), Buffer.alloc(64 * 64 * 3)]), {
      raw: { width: 64, height: 128, channels: 3, pageHeight: 64 },
    });
    const moving = await frames.toFormat(format, { loop: 0, delay: [100, 100] }).toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    expect(await faultOf(moving)).toBe('moves');
  });

  test('a dot, a line, a ribbon', async () => {
    expect(await faultOf(await rgb(1, 1).png().toBuffer())).toBe('too-small');
    expect(await faultOf(await rgb(600, 15).png().toBuffer())).toBe('too-small');
    expect(await faultOf(await rgb(20_000, 200).jpeg().toBuffer())).toBe('too-small');
    expect(await faultOf(await rgb(100, 601).jpeg().toBuffer())).toBe('too-tall');
    expect(await faultOf(await rgb(16, 16).png().toBuffer())).toBe('taken');
  });
});

describe('small files that want to be large', () => {
  test('a PNG of 50 kB with 400 million pixels, and one that only says so', async () => {
    const bomb = png(20_000, 20_000, deflateSync(Buffer.alloc(20_000 * 2501), { level: 9 }));
    expect(bomb.length).toBeLessThan(60_000);
    expect(await faultOf(bomb)).toBe('too-many-pixels');
    expect(await faultOf(png(2_000_000_000, 2_000_000_000, deflateSync(Buffer.alloc(10))))).not.toBe('taken');
    expect(await faultOf(png(8000, 6000, deflateSync(Buffer.alloc(10))))).toBe('broken');
  });

  test('a JPEG whose head was changed to 65,000 by 65,000', async () => {
    const jpeg = await photo(640, 320);
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc2].includes(jpeg[at + 1]!));
    jpeg.writeUInt16BE(65_000, frame + 5);
    jpeg.writeUInt16BE(65_000, frame + 7);
    expect(await faultOf(jpeg)).toBe('too-many-pixels');
  });

  test('words that unfold to a gigabyte beside a small image', async () => {
    const image = await rgb(640, 320).png().toBuffer();
    const words = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.alloc(256 * 1024 * 1024))]);
    const files = Array.from({ length: 4 }, () => chunk('zTXt', words));
    const bomb = Buffer.concat([image.subarray(0, 33), ...files, image.subarray(33)]);
    expect(bomb.length).toBeLessThan(2_000_000);
    const before = Date.now();
    expect(['taken', 'broken', 'too-heavy', 'not-an-image']).toContain(await faultOf(bomb));
    expect(Date.now() - before).toBeLessThan(10_000);
  });
});

test('after all of these the next image is made as if nothing had been', async () => {
  expect((await reEncode(await photo(1000, 500))).width).toBe(1000);
});

/** A PNG of one bit for each pixel, with whatever data. */
function png(width: number, height: number, data: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

function chunksOf(image: Buffer): string[] {
  const names: string[] = [];
  for (let at = 8; at < image.length; at += 12 + image.readUInt32BE(at))
    names.push(image.toString('latin1', at + 4, at + 8));
  return names;
}

/** The markers of a JPEG's segments, up to its data. */
function segmentsOf(image: Buffer): number[] {
  const markers: number[] = [];
  for (let at = 2; image[at] === 0xff && image[at + 1] !== 0xda; at += 2 + image.readUInt16BE(at + 2))
    markers.push(image[at + 1]!);
  return markers;
}
