import type { StaffFrame } from '../../src/web/pages/frame.js';
import { ThemePage, type ThemePageProps } from '../../src/web/staff/pages/theme-page.js';
import { checkTheme, themeValues } from '../../src/web/staff/theme-form.js';
import { EXAMPLE_IMAGES } from './every-image-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

export function themePages(frame: StaffFrame, { register: name, image }: Words): NamedPage[] {
  const images = EXAMPLE_IMAGES.map((one) => ({ ...one, alt: image }));
  const page = (props: Partial<ThemePageProps>) => (
    <ThemePage
      frame={frame}
      register={{ id: 'r1', name }}
      values={themeValues(undefined)}
      images={images}
      own={false}
      approvals={0}
      {...props}
    />
  );
  const faint = {
    ...themeValues(undefined),
    accent: '#f2a900',
    nightly: 'own',
    night: '#5b3f8c',
    logo: images[3]!.id,
  };
  return [
    ['theme, none', page({ images: [] })],
    [
      'theme',
      page({
        own: true,
        approvals: 2,
        values: { ...themeValues(undefined), accent: '#8c1d40', logo: images[3]!.id },
      }),
    ],
    ['theme, too faint', page({ own: true, values: faint, errors: checkTheme(faint).errors })],
  ];
}
