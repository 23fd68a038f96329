import type { Translate } from '../../../../platform/i18n/messages.js';
import type { Question, SurveyLocale } from '../../../../surveys/survey-definition.js';
import type { SurveyErrors } from '../../survey-form.js';

type Words = Question['words'];

interface OwnProps {
  t: Translate;
  locales: readonly SurveyLocale[];
  errors: SurveyErrors;
}

export interface InTonguesProps extends OwnProps {
  /** Posted as `<name>_nb` and so on. */
  name: string;
  label: string;
  words: Words;
  hint?: string;
  /** Longer than a line. */
  long?: boolean;
}

/** The same words in each language of the survey, side by side. */
export function InTongues({ t, locales, errors, name, label, words, hint, long }: InTonguesProps) {
  const several = locales.length > 1;
  return (
    <div class="tongues" role="group" aria-label={label}>
      {locales.map((locale) => (
        <Tongue
          key={locale}
          t={t}
          name={`${name}_${locale}`}
          label={several ? `${label}, ${t(`surveys.language.${locale}`)}` : label}
          error={errors[`${name}_${locale}`]}
          value={words[locale] ?? ''}
          locale={locale}
          {...(hint && { hint })}
          {...(long && { long })}
        />
      ))}
    </div>
  );
}

interface TongueProps {
  t: Translate;
  name: string;
  label: string;
  value: string;
  locale: SurveyLocale;
  error?: SurveyErrors[string];
  hint?: string;
  long?: boolean;
}

function Tongue({ t, name, label, value, locale, error, hint, long }: TongueProps) {
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  const common = {
    id: name,
    name,
    lang: locale,
    autocomplete: 'off',
    'aria-describedby': described || undefined,
    'aria-invalid': error ? ('true' as const) : undefined,
  };
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={name}>{label}</label>
      {error && (
        <p class="error" id={`${name}-error`}>
          {t(error.key, error.params)}
        </p>
      )}
      {long ? (
        <textarea rows={2} {...common}>
          {value}
        </textarea>
      ) : (
        <input type="text" value={value} {...common} />
      )}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface LinesProps extends OwnProps {
  name: 'option' | 'row';
  legend: string;
  hint: string;
  lines: readonly { id: string; words: Words }[];
  most: number;
  /** Answers with the same form, with more lines or in another order. */
  action: string;
}

/** Options or rows, a line each, in every language. */
export function Lines({ t, locales, errors, name, legend, hint, lines, most, action }: LinesProps) {
  const several = locales.length > 1;
  return (
    <fieldset class="option-lines">
      <legend class="heading">{legend}</legend>
      <p class="hint">{hint}</p>
      <ol>
        {lines.map((line, index) => (
          <li key={line.id}>
            <input type="hidden" name={`${name}${index}_id`} value={line.id} />
            <div class="tongues">
              {locales.map((locale) => {
                const language = several ? t(`surveys.language.${locale}`) : '';
                return (
                  <Tongue
                    key={locale}
                    t={t}
                    name={`${name}${index}_${locale}`}
                    label={t(`surveys.${name}-number`, {
                      number: index + 1,
                      language,
                      several: String(several),
                    })}
                    error={errors[`${name}${index}_${locale}`]}
                    value={line.words[locale] ?? ''}
                    locale={locale}
                  />
                );
              })}
            </div>
            {index > 0 && (
              <button
                type="submit"
                class="button quiet line-up"
                formaction={action}
                name="up"
                value={`${name} ${index}`}
                aria-label={t('surveys.line-up', { number: index + 1 })}
              >
                <span aria-hidden="true">↑</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      {lines.length < most && (
        <button type="submit" class="button quiet" formaction={action} name="more" value={name}>
          {t('surveys.more-lines')}
        </button>
      )}
    </fieldset>
  );
}
