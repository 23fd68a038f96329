import type { Translate } from '../../platform/i18n/messages.js';
import { compareWords, type Piece } from './word-diff.js';

interface Words {
  text: string;
  frequency: string;
}

export interface OldAndNewProps {
  t: Translate;
  /** The language of the texts, where it is another than the page's. */
  lang?: string;
  before: Words;
  now: Words;
  /** The level of its headings, below what it stands under. */
  heading?: 'h2' | 'h3';
}

/** Old and new words beside each other, both whole, with what has changed marked. */
export function OldAndNew({ t, lang, before, now, heading: Heading = 'h3' }: OldAndNewProps) {
  const text = compareWords(before.text, now.text);
  const frequency = compareWords(before.frequency, now.frequency);
  return (
    <div class="old-new">
      <section>
        <Heading>{t('purpose.before')}</Heading>
        <p lang={lang}>
          <Marked pieces={text.before} as="del" />
        </p>
        <p class="hint" lang={lang}>
          <Marked pieces={frequency.before} as="del" />
        </p>
      </section>
      <section>
        <Heading>{t('purpose.now')}</Heading>
        <p lang={lang}>
          <Marked pieces={text.now} as="ins" />
        </p>
        <p class="hint" lang={lang}>
          <Marked pieces={frequency.now} as="ins" />
        </p>
      </section>
    </div>
  );
}

function Marked({ pieces, as: Mark }: { pieces: Piece[]; as: 'del' | 'ins' }) {
  return <>{pieces.map(({ text, changed }, at) => (changed ? <Mark key={at}>{text}</Mark> : text))}</>;
}
