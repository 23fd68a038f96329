// A process of its own for each image: it reads a file that anybody may have made, holds no secret and no connection, and
// may fall without anybody noticing but whoever sent that file. Bytes in by stdin; out by stdout a line of JSON, and
// after it the images that it names.
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';

const { widths, mostPixels, leastSide, tallest, quality, mostCpuMs } = JSON.parse(process.argv[2]);

// By its own work, not by the clock: beside others who work it waits, and that is no fault of the file.
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (user + system > mostCpuMs * 1000) process.kill(process.pid, 'SIGKILL');
}, 100).unref();
giveWay();

// Nothing but these four is ever decoded, whatever the file calls itself. What holds another file in it (SVG, PDF) or
// runs a program to be read is not among them.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
});
sharp.cache(false);
sharp.concurrency(1);

const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif']);
/** What drawings come as: they have sharp edges between colours, which halved colour would blur. */
const DRAWN = new Set(['png', 'gif']);

class Unusable extends Error {}

const bytes = await buffer(process.stdin);
try {
  const { header, images } = await reEncode();
  answer(header, images);
} catch (error) {
  // What the library says may repeat what the file holds.
  answer({ why: error instanceof Unusable ? error.message : 'broken' });
}

async function reEncode() {
  const about = await sharp(bytes, { failOn: 'error', limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (!about || !FORMATS.has(about.format)) throw new Unusable('not-an-image');
  if (about.width * about.height > mostPixels) throw new Unusable('too-many-pixels');
  if ((about.pages ?? 1) > 1) throw new Unusable('moves');

  // Upright, in sRGB, as large as it is ever shown: bare pixels, which carry nothing that the file said beside them.
  const large = Math.max(...widths);
  const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: mostPixels })
    .autoOrient()
    .resize({ width: large, withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (width < leastSide || height < leastSide) throw new Unusable('too-small');
  if (height > tallest * width) throw new Unusable('too-tall');

  const raw = { width, height, channels };
  const { isOpaque } = await sharp(data, { raw }).stats();
  const images = [];
  for (const wanted of widths) {
    // A narrow image is the same at every width: once is enough.
    if (images.length > 0 && wanted > width && widths.some((w) => w < wanted && w >= width)) continue;
    images.push(await encode(sharp(data, { raw }).resize({ width: wanted, withoutEnlargement: true })));
  }
  return {
    header: { mediaType: isOpaque ? 'image/jpeg' : 'image/png', width, height },
    images,
  };

  function encode(image) {
    // Of a photograph more effort takes seconds and saves nothing.
    if (!isOpaque) return image.png({ palette: true, effort: 3, compressionLevel: 9 }).toBuffer();
    const chromaSubsampling = DRAWN.has(about.format) ? '4:4:4' : '4:2:0';
    return image.removeAlpha().jpeg({ quality, mozjpeg: true, chromaSubsampling }).toBuffer();
  }
}

/** To whoever shows pages; and where memory is short, this process is the first to go, never web. */
function giveWay() {
  try {
    setPriority(10);
    if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Then it does not.
  }
}

function answer(header, images = []) {
  const lengths = images.map(({ length }) => length);
  process.stdout.write(`${JSON.stringify({ ...header, lengths })}\n`);
  for (const image of images) process.stdout.write(image);
}
