import { type Message, translator } from '../../../platform/i18n/messages.js';
import { DayField, TimeField } from '../../pages/clock-fields.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import { staffPaths } from '../../pages/paths.js';
import { type BreachPageProps, BREACHES, TAKEN } from './breach-page.js';

/** What has happened, to be said by whoever knows. A GET: what is chosen stands in the address alone. */
export function BreachForm({ frame, locale, lists, chosen }: BreachPageProps) {
  const t = translator(frame.locale);
  const errors = chosen.asked ? faultsOf(chosen) : {};
  return (
    <>
      <ErrorSummary t={t} errors={errors} />
      <form method="get" action={staffPaths.breach} class="breach">
        <input type="hidden" name="lang" value={locale} />
        <Choices name="kind" legend={t('breach.kinds')} chosen={chosen.kinds} error={said(errors.kind)}>
          {BREACHES.map((kind) => ({ value: kind, label: t(`breach.kind.${kind}`) }))}
        </Choices>
        <Choices name="taken" legend={t('breach.taken')} chosen={chosen.taken}>
          {TAKEN.map((what) => ({ value: what, label: t(`breach.taken.${what}`) }))}
        </Choices>
        <Choices name="list" legend={t('breach.lists')} chosen={chosen.lists}>
          {lists.map(({ slug, name, register }) => ({ value: slug, label: `${name} (${register})` }))}
        </Choices>
        <fieldset>
          <legend>{t('breach.known')}</legend>
          <p class="hint">{t('breach.known-hint')}</p>
          {errors.day && (
            <p class="error" id="day-error">
              {t(errors.day.key)}
            </p>
          )}
          <div class="pair">
            {(
              [
                [DayField, 'day'],
                [TimeField, 'time'],
              ] as const
            ).map(([Field, name]) => (
              <Field
                key={name}
                name={name}
                label={t(`breach.known.${name}`)}
                value={chosen.typed[name]}
                required={false}
                wrong={errors.day && 'day-error'}
              />
            ))}
          </div>
        </fieldset>
        {/* So that a form with nothing ticked is told from a page just opened. */}
        <button type="submit" class="button" name="show" value="yes">
          {t('breach.show')}
        </button>
      </form>
    </>
  );

  function said(error: Message | undefined): string | undefined {
    return error && t(error.key);
  }
}

function faultsOf({ kinds, typed, known }: BreachPageProps['chosen']): FormErrors<'kind' | 'day'> {
  const half = (typed.day !== '' || typed.time !== '') && !known;
  return {
    ...(kinds.length === 0 && { kind: { key: 'breach.error.kind' } }),
    ...(half && { day: { key: 'breach.error.known' } }),
  };
}

interface ChoicesProps {
  name: string;
  legend: string;
  chosen: readonly string[];
  error?: string | undefined;
  children: readonly { value: string; label: string }[];
}

function Choices({ name, legend, chosen, error, children }: ChoicesProps) {
  return (
    <fieldset id={name} class={error ? 'wrong' : undefined} aria-describedby={error && `${name}-error`}>
      <legend>{legend}</legend>
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {children.map(({ value, label }) => (
        <div key={value} class="tick">
          <input
            type="checkbox"
            id={`${name}-${value}`}
            name={name}
            value={value}
            checked={chosen.includes(value)}
          />
          <label for={`${name}-${value}`}>{label}</label>
        </div>
      ))}
    </fieldset>
  );
}
