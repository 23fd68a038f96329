import sharp from 'sharp';

/** As a good telephone takes it: 24 million pixels. */
const WIDTH = 5712;
const HEIGHT = 4284;

/**
 * A JPEG of about so many bytes: shades, edges, and as much grain as it takes.
 * @param {number} wanted
 */
export async function makePhoto(wanted) {
  const shades = await sharp({
    create: {
      width: WIDTH / 4,
      height: HEIGHT / 4,
      channels: 3,
      background: '#6a7f8c',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .blur(4)
    .resize(WIDTH, HEIGHT)
    .png({ compressionLevel: 0 })
    .toBuffer();
  let [low, high] = [0, 60];
  let best = { bytes: Buffer.alloc(0), width: WIDTH, height: HEIGHT };
  for (let n = 0; n < 6; n += 1) {
    const sigma = (low + high) / 2;
    const grain = await sharp({
      create: {
        width: WIDTH,
        height: HEIGHT,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma: Math.max(sigma, 0.1) },
      },
    })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const bytes = await sharp(shades)
      .composite([{ input: grain, blend: 'soft-light' }])
      .jpeg({ quality: 92 })
      .toBuffer();
    best = { ...best, bytes };
    if (Math.abs(bytes.length / wanted - 1) < 0.05) break;
    if (bytes.length > wanted) high = sigma;
    else low = sigma;
  }
  return best;
}
