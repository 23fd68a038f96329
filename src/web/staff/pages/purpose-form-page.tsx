import { type Locale, type Message, translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, TextArea, TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { listLabels, type ListField } from './list-values.js';
import { StaffLayout } from './staff-layout.js';

export type PurposeField = Extract<ListField, `purpose_${Locale}` | `frequency_${Locale}`> | 'says' | 'why';

export type PurposeValues = Partial<Record<PurposeField, string>>;

export interface PurposeFormPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  list: { id: string; name: string };
  /** Those that the list has. */
  languages: readonly Locale[];
  values: PurposeValues;
  errors?: FormErrors<PurposeField>;
  /** Nobody else is here to read what is proposed. */
  alone: boolean;
}

/** New words for a list, to be read by somebody else before they hold. */
export function PurposeFormPage(props: PurposeFormPageProps) {
  const { frame, register, list, languages, values, errors = {}, alone } = props;
  const t = translator(frame.locale);
  const labels = { ...listLabels(t), says: t('purpose.edit.says'), why: t('purpose.edit.why') };
  const common = (name: PurposeField) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  const title = t('purpose.edit.title');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('purpose.edit.lead')}</p>
      {alone && <p class="note">{t('purpose.edit.alone')}</p>}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.purpose(register.id, list.id)} csrf={frame.csrf}>
        {languages.map((locale) => (
          <fieldset key={locale}>
            <legend class="heading">
              {t('list-form.language', { language: translator(locale)('locale.name') })}
            </legend>
            <TextArea {...common(`purpose_${locale}`)} rows={3} lang={locale} />
            <TextField {...common(`frequency_${locale}`)} lang={locale} autocomplete="off" />
          </fieldset>
        ))}
        <SaysChoice frame={frame} chosen={values.says} error={errors.says} legend={labels.says} />
        <TextArea {...common('why')} rows={2} hint={t('purpose.edit.why-hint')} />
        <div class="buttons">
          <button type="submit" class="button">
            {t(alone ? 'purpose.edit.submit-alone' : 'purpose.edit.submit')}
          </button>
        </div>
      </Form>
    </StaffLayout>
  );
}

export interface SaysChoiceProps {
  frame: StaffFrame;
  legend: string;
  chosen?: string;
  error?: Message;
}

/** Only the language, or the content: nothing is chosen for anybody. Posted as `says`. */
export function SaysChoice({ frame, legend, chosen, error }: SaysChoiceProps) {
  const t = translator(frame.locale);
  return (
    <fieldset id="says" class={error ? 'wrong' : undefined} aria-describedby={error && 'says-error'}>
      <legend>{legend}</legend>
      {error && (
        <p class="error" id="says-error">
          {t(error.key, error.params)}
        </p>
      )}
      {(['editorial', 'material'] as const).map((says) => (
        <div class="choice" key={says}>
          <input
            type="radio"
            id={`says-${says}`}
            name="says"
            value={says}
            checked={chosen === says}
            aria-describedby={`says-${says}-hint`}
          />
          <label for={`says-${says}`}>{t(`purpose.edit.${says}`)}</label>
          <p class="hint terms" id={`says-${says}-hint`}>
            {t(`purpose.edit.${says}-hint`)}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
