import type { Message, Translate } from '../../platform/i18n/messages.js';
import type { FormErrors } from './field.js';

export interface ErrorSummaryProps {
  t: Translate;
  /** Keys are the ids of the controls, in the order of the page. */
  errors: FormErrors<string> | undefined;
  /** Names of the fields, where the sentences alone do not tell which field they are about. */
  labels?: Partial<Record<string, string>>;
}

/** What went wrong, once, above the form, with a way to each field. */
export function ErrorSummary({ t, errors, labels = {} }: ErrorSummaryProps) {
  const found = Object.entries(errors ?? {}).filter(
    (entry): entry is [string, Message] => entry[1] !== undefined,
  );
  if (found.length === 0) return null;
  return (
    <div class="note stop" role="alert">
      <p>
        <strong>{t('form.errors', { count: found.length })}</strong>
      </p>
      <ul>
        {found.map(([field, { key, params }]) => {
          const label = labels[field];
          const text = label === undefined ? t(key, params) : `${label}: ${t(key, params)}`;
          return <li key={field}>{field === 'form' ? text : <a href={`#${field}`}>{text}</a>}</li>;
        })}
      </ul>
    </div>
  );
}
