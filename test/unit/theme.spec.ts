import { describe, expect, test } from '@jest/globals';
import { lookOf } from '../../src/campaigns/theme/look.js';
import { ENOUGH, faintness, isReadable, leastContrast, nightOf } from '../../src/campaigns/theme/shades.js';
import { HOUSE_COLOURS } from '../../src/campaigns/theme/theme.js';
import { type Colour, contrast, mixed, readColour } from '../../src/platform/rendering/colour.js';
import { checkTheme, readTheme, themeValues } from '../../src/web/staff/theme-form.js';

const LEVELS = ['00', '1f', '3f', '5f', '7f', '9f', 'bf', 'df', 'ff'];
/** 729 colours, evenly over all. */
const EVERY = LEVELS.flatMap((red) =>
  LEVELS.flatMap((green) => LEVELS.map((blue): Colour => `#${red}${green}${blue}`)),
);

describe('contrast', () => {
  // As the tools that people check with say it.
  test.each<[Colour, Colour, number]>([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#0000ff', '#ffffff', 8.59],
    ['#ff0000', '#ffffff', 4],
    ['#0f5c55', '#fbfaf7', 7.5],
  ])('%s on %s is %f', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });

  test('a mixture has both ends, and what lies between', () => {
    expect(mixed('#000000', '#ffffff', 0)).toBe('#000000');
    expect(mixed('#000000', '#ffffff', 1)).toBe('#ffffff');
    expect(mixed('#102030', '#304050', 0.5)).toBe('#203040');
  });
});

test.each([
  '',
  '#fff',
  'red',
  '#12345',
  '#1234567',
  '#12345g',
  'url(x)',
  '#123456;x',
  '#123456\n',
  '＃123456',
  '#-12345',
])('%j is no colour, or is one without what stood around it', (typed) => {
  expect(readColour(typed)).toBe(typed === '#123456\n' ? '#123456' : undefined);
});

test('a colour is read in either kind of letters, with its sign or without', () => {
  expect([readColour(' #0F5C55 '), readColour('0f5c55')]).toEqual(['#0f5c55', '#0f5c55']);
});

describe('what is kept can be read', () => {
  test('our own colours can', () => {
    expect(isReadable(HOUSE_COLOURS)).toBe(true);
  });

  test.each(['light', 'dark'] as const)(
    'of 729 colours on %s ground: the nearest is enough, and a step less is not',
    (side) => {
      const away = side === 'light' ? '#000000' : '#ffffff';
      const faint = EVERY.filter((colour) => faintness(colour, side));
      expect(faint.length).toBeGreaterThan(200);
      expect(faint.length).toBeLessThan(EVERY.length);
      const wrong = faint.filter((colour, at) => {
        const { has, nearest } = faintness(colour, side)!;
        if (has >= ENOUGH || leastContrast(nearest, side) < ENOUGH) return true;
        // The steps are many: of every fifth.
        if (at % 5 > 0) return false;
        const steps = Array.from({ length: 256 }, (_, step) => mixed(colour, away, step / 255));
        return leastContrast(steps[steps.indexOf(nearest) - 1]!, side) >= ENOUGH;
      });
      expect(wrong).toEqual([]);
    },
  );

  test('every colour that is kept can be read on everything that it stands on in a mail', () => {
    const readable = EVERY.filter((colour) => !faintness(colour, 'light'));
    expect(readable.length).toBeGreaterThan(100);
    const wrong = readable.filter((accent) => {
      const night = nightOf(accent);
      const { light, dark } = lookOf({ accent, night, font: 'sans', logo: null }, '');
      const least = [[light, '#fbfaf7'] as const, [dark, '#14191a'] as const].flatMap(([shades, paper]) => [
        contrast(shades.accent, paper),
        contrast(shades.on, shades.accent),
        contrast(shades.onTile, shades.tile),
        // A line needs no more than three.
        contrast(shades.rule, paper) * 1.5,
      ]);
      return !isReadable({ accent, night }) || Math.min(...least) < ENOUGH;
    });
    expect(wrong).toEqual([]);
  });

  test('what lies on the edge is decided by the number, not by what is shown of it', () => {
    // 4.499 is shown as 4.4, and never as enough.
    const edge = EVERY.map((colour) => faintness(colour, 'light')?.has ?? 0).filter((has) => has > 4.3);
    expect(edge.length).toBeGreaterThan(0);
    expect(edge.every((has) => has < ENOUGH)).toBe(true);
  });
});

test('a logo keeps its shape, is no larger than its place, and no larger than it is', () => {
  const shown = (width: number, height: number) => {
    const { accent, night } = HOUSE_COLOURS;
    const { logo } = lookOf(
      { accent, night, font: 'sans', logo: { image: 'x', alt: 'x', width, height } },
      'https://a.example',
    );
    return [logo!.width, logo!.height];
  };
  expect(shown(1200, 200)).toEqual([240, 40]);
  expect(shown(600, 1200)).toEqual([36, 72]);
  expect(shown(100, 20)).toEqual([100, 20]);
  expect(shown(1200, 1)).toEqual([240, 1]);
});

describe('the form', () => {
  const values = themeValues(undefined);

  test('begins with our own look, which will do', () => {
    expect(checkTheme(values)).toEqual({
      theme: { accent: '#0f5c55', night: nightOf('#0f5c55'), font: 'mixed', logo: null },
      errors: {},
    });
  });

  test('what is kept comes back as it was chosen', () => {
    for (const night of [nightOf('#8c1d40'), '#ffd0e0'] as const) {
      const theme = { accent: '#8c1d40', night, font: 'wide', logo: null } as const;
      expect(checkTheme(themeValues(theme)).theme).toEqual(theme);
    }
  });

  test('a colour that was offered takes the place of the one that is too faint', () => {
    const faint = { ...values, accent: '#f2a900' };
    const { errors } = checkTheme(faint);
    const nearest = String(errors.accent!.params!['nearest']);
    expect(errors.accent!.key).toBe('theme.error.faint.light');
    expect(checkTheme(readTheme({ ...faint, take: `light:${nearest}` }))).toMatchObject({
      theme: { accent: nearest },
      errors: {},
    });
    expect(readTheme({ ...faint, take: 'dark:#ffffff' })).toMatchObject({ nightly: 'own', night: '#ffffff' });
  });

  test('anything else is nothing that could be shown', () => {
    for (const other of [
      { accent: 'red;background:url(//x)' },
      { nightly: 'own', night: 'expression(1)' },
      { nightly: 'x' },
      { font: "x';}" },
      { logo: '../../x' },
    ]) {
      const { theme, errors } = checkTheme({ ...values, ...other });
      expect([theme, Object.keys(errors).length]).toEqual([undefined, 1]);
    }
  });
});
