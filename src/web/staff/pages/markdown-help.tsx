import type { Translate } from '../../../platform/i18n/messages.js';

const MARKS = ['paragraph', 'heading', 'strong', 'emphasis', 'link', 'list'] as const;

/** How to write Markdown, for somebody who has never heard the word. */
export function MarkdownHelp({ t }: { t: Translate }) {
  return (
    <details>
      <summary>{t('markdown.title')}</summary>
      <dl class="marks">
        {MARKS.map((mark) => (
          <div key={mark}>
            <dt>{t(`markdown.${mark}.for`)}</dt>
            <dd>
              <code>{t(`markdown.${mark}.write`)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
