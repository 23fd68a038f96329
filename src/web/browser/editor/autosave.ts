import type { Say } from './setting.js';

/** What is kept of a draft, as the fields of its form. */
export type Draft = Record<'language' | 'subject' | 'preheader' | 'body', string>;

/** Somebody else has written since. */
export interface Clash {
  revision: number;
  by: string;
  at: string;
}

export interface SaveShown {
  state: 'saved' | 'waiting' | 'saving' | 'failed' | 'clash';
  at?: Date;
  /** What is wrong, and what to do about it. */
  words?: string;
  /** Whether it is tried again only when somebody asks for it. */
  again?: boolean;
  clash?: Clash;
  /** Per field, why it could not be kept. */
  faults?: Record<string, string>;
}

interface Answer {
  revision: number;
  at: string;
  by?: string;
  faults?: Record<string, string>;
}

const REST_MS = 1800;
const LONGEST_MS = 10_000;
const AGAIN_MS = 5000;
/** What a browser sends on while its page is left: 64 kB in all. */
const LEAVING_BYTES = 60_000;

/** Keeps what is written a moment after it was, while it is written without a pause, and when the page is left. */
export class Autosave {
  #revision: number;
  #csrf: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsavedSince: number | undefined;
  #saving: Promise<void> | undefined;
  #stopped = false;
  /** This page: what it has written itself is nothing that has changed meanwhile. */
  readonly #hand = crypto.randomUUID();

  constructor(
    private readonly options: {
      address: string;
      csrf: string;
      /** The token of the session there is now; undefined while nobody is signed in. */
      fresh: () => Promise<string | undefined>;
      revision: number;
      read: () => Draft;
      show: (shown: SaveShown) => void;
      say: Say;
    },
  ) {
    this.#revision = options.revision;
    this.#csrf = options.csrf;
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.flush(true);
    });
    window.addEventListener('pagehide', () => void this.flush(true));
    window.addEventListener('beforeunload', (event) => {
      if (!this.unsaved) return;
      if (!this.#stopped && this.#body().toString().length <= LEAVING_BYTES) return void this.flush(true);
      event.preventDefault();
    });
  }

  get unsaved(): boolean {
    return this.#unsavedSince !== undefined;
  }

  changed(): void {
    this.#unsavedSince ??= Date.now();
    if (this.#stopped) return;
    this.options.show({ state: 'waiting' });
    const wait = Math.min(REST_MS, Math.max(0, this.#unsavedSince + LONGEST_MS - Date.now()));
    this.#later(wait);
  }

  /** Keeps it now. `leaving`: also where the page is gone before the answer is here. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    // One at a time, so that none overtakes another; a page that goes away cannot wait.
    if (!leaving) await this.#inTurn();
    if (!this.unsaved || this.#stopped) return;
    this.#saving = this.#save(leaving).finally(() => (this.#saving = undefined));
    await this.#saving;
  }

  /** Goes on after somebody else has written: what is here takes the place of theirs, which the history keeps. */
  async insist(revision: number): Promise<void> {
    this.#revision = revision;
    this.#stopped = false;
    this.#unsavedSince ??= Date.now();
    await this.flush();
  }

  /** The form is sent instead: what it must say of this page, so that it is taken as the next version. */
  leave(): { seen: string; hand: string } {
    clearTimeout(this.#timer);
    this.#stopped = true;
    this.#unsavedSince = undefined;
    return { seen: String(this.#revision), hand: this.#hand };
  }

  /** After signing in anew in another tab: with the token of the session there is now. */
  async again(): Promise<void> {
    const { show, say, fresh } = this.options;
    const csrf = await fresh();
    if (csrf === undefined)
      return show({ state: 'failed', words: say('save.refused.signed-out'), again: true });
    this.#csrf = csrf;
    this.#stopped = false;
    this.#unsavedSince ??= Date.now();
    await this.flush();
  }

  async #inTurn(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #body(): URLSearchParams {
    return new URLSearchParams({
      csrf: this.#csrf,
      seen: String(this.#revision),
      hand: this.#hand,
      ...this.options.read(),
    });
  }

  async #save(leaving: boolean): Promise<void> {
    const { show, say, address } = this.options;
    const body = this.#body();
    const since = this.#unsavedSince;
    this.#unsavedSince = undefined;
    show({ state: 'saving' });
    try {
      const answer = await fetch(address, {
        method: 'POST',
        body,
        headers: { accept: 'application/json' },
        // A redirect is the way to the sign-in page.
        redirect: 'manual',
        keepalive: leaving && body.toString().length <= LEAVING_BYTES,
      });
      if (answer.ok) return this.#kept((await answer.json()) as Answer);
      this.#unsavedSince ??= since;
      if (answer.status === 409) return this.#clash((await answer.json()) as Answer);
      // Signed out, no longer allowed, no longer a draft: trying again changes nothing.
      const final = answer.status < 500 && answer.status !== 429;
      // What is too much may be less after the next change.
      this.#stopped = final && answer.status !== 422;
      show({
        state: 'failed',
        words: say(final ? `save.refused.${reason(answer.status)}` : 'save.failed'),
        again: this.#stopped,
      });
      if (!final) this.#later(AGAIN_MS);
    } catch {
      this.#unsavedSince ??= since;
      show({ state: 'failed', words: say('save.failed') });
      this.#later(AGAIN_MS);
    }
  }

  #kept({ revision, at, faults }: Answer): void {
    this.#revision = revision;
    if (this.unsaved) this.options.show({ state: 'waiting', ...(faults && { faults }) });
    else this.options.show({ state: 'saved', at: new Date(at), ...(faults && { faults }) });
  }

  #clash({ revision, by = '', at }: Answer): void {
    this.#stopped = true;
    this.options.show({ state: 'clash', clash: { revision, by, at } });
  }
}

function reason(status: number): 'signed-out' | 'too-much' | 'not-now' {
  if (status === 422 || status === 413) return 'too-much';
  return status === 410 ? 'not-now' : 'signed-out';
}
