import sharp from 'sharp';
import { idOf } from './chance.js';
import type { RegisterKey } from './plan.js';

/** What the letters show, drawn rather than photographed: nobody has to be asked. */
const DRAWINGS = {
  hall: {
    alt: 'Fjellhallen sett fra inngangen, med lys på steinveggen',
    size: [1800, 1000],
    svg: `<rect width="180" height="100" fill="#2c3a44"/><path d="M0 100V44L34 18 62 40 96 8 138 46 180 26V100Z" fill="#3d4f5a"/>
      <path d="M70 100V66a20 20 0 0 1 40 0V100Z" fill="#f2c66d"/><path d="M78 100V70a12 12 0 0 1 24 0V100Z" fill="#7a4b1e"/>
      <circle cx="150" cy="16" r="5" fill="#f6f1e4"/><path d="M0 92H180V100H0Z" fill="#1d272e"/>`,
  },
  ice: {
    alt: 'Blå is med luftbobler',
    size: [1200, 900],
    svg: `<rect width="120" height="90" fill="#9cc7d6"/><path d="M0 60 30 38 52 58 80 30 120 56V90H0Z" fill="#5d9db4"/>
      <g fill="#e9f4f6"><circle cx="24" cy="26" r="5"/><circle cx="60" cy="20" r="3"/><circle cx="92" cy="14" r="6"/><circle cx="48" cy="70" r="4"/></g>`,
  },
  lamp: {
    alt: 'En enslig lampe i en mørk gang',
    size: [1200, 900],
    svg: `<rect width="120" height="90" fill="#15181c"/><circle cx="60" cy="34" r="30" fill="#40320f"/><circle cx="60" cy="34" r="16" fill="#a87c22"/>
      <circle cx="60" cy="34" r="6" fill="#fff1c4"/><path d="M59 0h2v28h-2Z" fill="#6b6f75"/><path d="M0 90 44 60H76L120 90Z" fill="#22272d"/>`,
  },
  choir: {
    alt: 'Et kor foran steinveggen',
    size: [1600, 1000],
    svg: `<rect width="160" height="100" fill="#e8dfcd"/><path d="M0 100V60L40 44 90 58 160 40V100Z" fill="#c8b99a"/>
      <g fill="#0f5c55"><circle cx="40" cy="54" r="6"/><path d="M32 92V68a8 8 0 0 1 16 0V92Z"/><circle cx="66" cy="50" r="6"/><path d="M58 92V64a8 8 0 0 1 16 0V92Z"/>
      <circle cx="92" cy="50" r="6"/><path d="M84 92V64a8 8 0 0 1 16 0V92Z"/><circle cx="118" cy="54" r="6"/><path d="M110 92V68a8 8 0 0 1 16 0V92Z"/></g>`,
  },
} as const;

export type DrawingKey = keyof typeof DRAWINGS;

/** The same drawing is another image in another register. */
export const pictureId = (register: RegisterKey, key: DrawingKey): string => idOf(`image ${register} ${key}`);

export interface Drawing {
  key: DrawingKey;
  alt: string;
  png: Buffer;
}

/** As somebody would send them in: PNG files, some wider than what is kept of them. */
export async function drawAll(): Promise<Drawing[]> {
  const made = Object.entries(DRAWINGS).map(async ([key, { alt, size, svg }]) => {
    const [width, height] = size;
    const box = `0 0 ${width / 10} ${height / 10}`;
    const file = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${box}">${svg}</svg>`;
    return { key: key as DrawingKey, alt, png: await sharp(Buffer.from(file)).png().toBuffer() };
  });
  return Promise.all(made);
}
