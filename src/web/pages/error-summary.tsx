import type { Message, Translate } from '../../platform/i18n/messages.js';
import type { FormErrors } from './field.js';

/** What went wrong, once, above the form, with a way to each field. Field keys are the ids of the controls. */
export function ErrorSummary({ t, errors }: { t: Translate; errors: FormErrors<string> | undefined }) {
  const found = Object.entries(errors ?? {}).filter((entry): entry is [string, Message] => entry[1] !== undefined);
  if (found.length === 0) return null;
  return (
    <div class="note stop" role="alert">
      <p>
        <strong>{t('form.errors', { count: found.length })}</strong>
      </p>
      <ul>
        {found.map(([field, { key, params }]) => (
          <li key={field}>{field === 'form' ? t(key, params) : <a href={`#${field}`}>{t(key, params)}</a>}</li>
        ))}
      </ul>
    </div>
  );
}
