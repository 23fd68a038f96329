import type { Translate } from '../../../platform/i18n/messages.js';

/** How to merge in what people answered, on a list that asks something. */
export function PlacesHelp({ t, asks }: { t: Translate; asks: readonly string[] }) {
  if (asks.length === 0) return null;
  const word = t('questions.place-word');
  const example = (name: string) => t('questions.place-example', { name, word });
  return (
    <details>
      <summary>{t('edit.places')}</summary>
      <p>{t('edit.places-text', { example: example(asks[0]!) })}</p>
      <ul>
        {asks.map((name) => (
          <li key={name}>
            <code>{example(name)}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
