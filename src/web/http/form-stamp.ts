import { createHmac, timingSafeEqual } from 'node:crypto';

const OLDEST_MS = 24 * 3_600_000;

export type StampReading = 'fine' | 'too-fast' | 'too-old' | 'not-ours';

/** A signed time of showing a form. It knows nothing of the visitor: two forms of one second are the same. */
export class FormStamp {
  constructor(
    private readonly secret: Buffer,
    private readonly minimumSeconds: number,
  ) {}

  make(now = Date.now()): string {
    const time = Math.floor(now / 1000).toString(36);
    return `${time}.${this.#sign(time)}`;
  }

  read(stamp: string, now = Date.now()): StampReading {
    const [time = '', signature = ''] = stamp.split('.');
    const wanted = Buffer.from(this.#sign(time));
    const got = Buffer.from(signature);
    if (got.length !== wanted.length || !timingSafeEqual(got, wanted)) return 'not-ours';
    const age = now - Number.parseInt(time, 36) * 1000;
    if (age < this.minimumSeconds * 1000) return 'too-fast';
    return age > OLDEST_MS ? 'too-old' : 'fine';
  }

  #sign(time: string): string {
    return createHmac('sha256', this.secret).update(`form|${time}`).digest('base64url').slice(0, 22);
  }
}
