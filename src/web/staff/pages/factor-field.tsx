import type { Message, Translate } from '../../../platform/i18n/messages.js';

export interface FactorFieldProps {
  t: Translate;
  name: string;
  label: string;
  hint: string;
  error?: Message | undefined;
  /** Six digits from an authenticator, or a code from paper. */
  kind?: 'digits' | 'paper';
}

/** A code that is typed once. Filled in, no passkey is asked for. */
export function FactorField({ t, name, label, hint, error, kind = 'digits' }: FactorFieldProps) {
  const described = [error && `${name}-error`, `${name}-hint`].filter(Boolean).join(' ');
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={name}>{label}</label>
      {error && (
        <p class="error" id={`${name}-error`}>
          {t(error.key, error.params)}
        </p>
      )}
      <input
        type="text"
        id={name}
        name={name}
        data-instead
        autocomplete={kind === 'digits' ? 'one-time-code' : 'off'}
        inputmode={kind === 'digits' ? 'numeric' : 'text'}
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
      />
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  );
}
