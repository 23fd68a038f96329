import type { Image } from '../../src/campaigns/images/images.queries.js';
import type { StaffFrame } from '../../src/web/pages/frame.js';
import { ImagePage } from '../../src/web/staff/pages/image-page.js';
import { ImagesPage } from '../../src/web/staff/pages/images-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

/** Wide, tall, small, and with what is transparent. */
export const EXAMPLE_IMAGES = [
  { id: '00000000-0000-4000-8000-000000000001', width: 1200, height: 800, mediaType: 'image/jpeg' },
  { id: '00000000-0000-4000-8000-000000000002', width: 1200, height: 1600, mediaType: 'image/jpeg' },
  { id: '00000000-0000-4000-8000-000000000003', width: 1200, height: 200, mediaType: 'image/png' },
  { id: '00000000-0000-4000-8000-000000000004', width: 160, height: 160, mediaType: 'image/png' },
] as const satisfies Omit<Image, 'alt'>[];

export function imagePages(frame: StaffFrame, { register: name, image, subject }: Words): NamedPage[] {
  const register = { id: 'r1', name };
  const images = EXAMPLE_IMAGES.map((one) => ({ ...one, alt: image }));
  const madeAt = new Date('2026-10-02T12:52:00Z');
  return [
    ['images', <ImagesPage frame={frame} register={register} images={images} page={2} pages={3} />],
    ['images, none', <ImagesPage frame={frame} register={register} images={[]} page={1} pages={1} />],
    [
      'images, refused',
      <ImagesPage
        frame={frame}
        register={register}
        images={images.slice(0, 1)}
        page={1}
        pages={1}
        values={{ alt: image }}
        errors={{ alt: { key: 'form.required' }, file: { key: 'images.error.not-an-image' } }}
      />,
    ],
    [
      'image, sent',
      <ImagePage
        frame={frame}
        register={register}
        image={{ ...images[0]!, madeAt, held: 2, drafts: 1, logo: false }}
        notice={{ key: 'images.added' }}
      />,
    ],
    [
      'image, a logo',
      <ImagePage
        frame={frame}
        register={register}
        image={{ ...images[3]!, madeAt, held: 0, drafts: 0, logo: true }}
      />,
    ],
    [
      'image, in a draft',
      <ImagePage
        frame={frame}
        register={register}
        image={{ ...images[1]!, madeAt, held: 0, drafts: 1, logo: false }}
      />,
    ],
    [
      'image, refused',
      <ImagePage
        frame={frame}
        register={register}
        image={{ ...images[3]!, madeAt, held: 0, drafts: 0, logo: false }}
        alt={subject}
        error={{ key: 'form.too-long', params: { max: 300 } }}
      />,
    ],
  ];
}
