import type { ComponentChildren } from 'preact';
import type { PageLocale } from '../../../platform/i18n/messages.js';
import { say, type Sentence } from '../../../privacy/facts/sentence.js';

/** Sentences one below another, points below the sentence that they belong to. */
export function SaidSentences({ sentences, locale }: { sentences: readonly Sentence[]; locale: PageLocale }) {
  const shown: ComponentChildren[] = [];
  for (let at = 0; at < sentences.length; at += 1) {
    const sentence = sentences[at]!;
    if (!sentence.point) {
      shown.push(
        <p key={sentence.id}>
          <Said sentence={sentence} locale={locale} />
        </p>,
      );
      continue;
    }
    const points: Sentence[] = [];
    while (sentences[at]?.point) points.push(sentences[at++]!);
    at -= 1;
    shown.push(
      <ul key={sentence.id}>
        {points.map((point) => (
          <li key={point.id}>
            <Said sentence={point} locale={locale} />
          </li>
        ))}
      </ul>,
    );
  }
  return <>{shown}</>;
}

function Said({ sentence, locale }: { sentence: Sentence; locale: PageLocale }) {
  const words = say(sentence, locale);
  if (!sentence.link) return <>{words}</>;
  return (
    <>
      {words} <a href={sentence.link.href}>{sentence.link.text}</a>
    </>
  );
}
