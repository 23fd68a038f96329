/** What the page hands to the editor, as JSON in an element of its own. */
export interface Setting {
  /** The sentences that the editor says, by key; `{name}` in them is filled in here. */
  words: Record<string, string>;
  /** What the list asks its people, to be put into the text. */
  asks: readonly string[];
  /** Where the draft is kept as it is written. */
  write: string;
  /** Where what is written is rendered as it will be sent. */
  preview: string;
  /** Answers the images of the register as JSON. */
  images: string;
  csrf: string;
  /** Which version of the draft the page shows. */
  revision: number;
  /** The reader's language, for times. */
  locale: string;
  timeZone: string;
}

export type Say = (key: string, params?: Record<string, string | number>) => string;

/** @throws where a sentence was not handed over */
export function speaker(words: Record<string, string>): Say {
  return (key, params = {}) => {
    const sentence = words[key];
    if (sentence === undefined) throw new Error(`no words for ${key}`);
    return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
  };
}
