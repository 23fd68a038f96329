import { LOCALES, translator, type Message } from '../../../platform/i18n/messages.js';
import type { ImportOverview } from '../../../subscriptions/moving-in/imports.queries.js';
import { TOOLS } from '../../../subscriptions/moving-in/tools.js';
import { formats } from '../../../platform/i18n/formats.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField, TextArea, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

/** How many periods the page takes; a shell takes more. */
export const PERIODS = [1, 2, 3] as const;

export type PeriodField = `${'from' | 'to' | 'text' | 'note'}_${(typeof PERIODS)[number]}`;

/** The names the fields are posted under. What was pasted is never put back into the page. */
export type ImportField = 'tool' | 'language' | 'rows' | PeriodField;

export interface ImportsPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  /** The list's own form, for whoever cannot be taken in. */
  formUrl: string;
  purpose: string;
  imports: readonly ImportOverview[];
  values?: Partial<Record<ImportField, string>>;
  errors?: FormErrors<ImportField>;
}

export function ImportsPage(props: ImportsPageProps) {
  const { frame, notice, register, list, formUrl, purpose, imports, values = {}, errors = {} } = props;
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const title = t('import.title');
  const labels = importLabels(t);
  const common = (name: ImportField) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('import.lead')}</p>
      {imports.length > 0 && (
        <ul>
          {imports.map((one) => (
            <li key={one.id}>
              <a href={staffPaths.import(register.id, list.id, one.id)}>{date(one.madeAt)}</a>{' '}
              {t(`import.state.${one.state}`)}
            </li>
          ))}
        </ul>
      )}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.imports(register.id, list.id)} csrf={frame.csrf}>
        <SelectField
          {...common('tool')}
          hint={t('import.tool-hint')}
          options={Object.keys(TOOLS).map((tool) => ({
            value: tool,
            label: t(`import.tool.${tool as keyof typeof TOOLS}`),
          }))}
        />
        <SelectField
          {...common('language')}
          options={LOCALES.map((locale) => ({ value: locale, label: translator(locale)('locale.name') }))}
        />
        <p>{t('import.purpose')}</p>
        <blockquote>{purpose}</blockquote>
        {PERIODS.map((period) => (
          <fieldset key={period}>
            <legend class="heading">{t('import.period', { period })}</legend>
            {period > 1 && <p class="hint">{t('import.period-more')}</p>}
            <TextField
              {...common(`from_${period}`)}
              hint={t('paper.on-hint')}
              autocomplete="off"
              required={period === 1}
            />
            <TextField {...common(`to_${period}`)} autocomplete="off" required={period === 1} />
            <TextArea {...common(`text_${period}`)} rows={3} required={period === 1} />
            <TextArea
              {...common(`note_${period}`)}
              rows={2}
              hint={t('import.note-hint')}
              required={period === 1}
            />
          </fieldset>
        ))}
        <TextArea {...common('rows')} rows={8} hint={t('import.rows-hint')} />
        <button type="submit" class="button">
          {t('import.submit')}
        </button>
      </Form>
      <h2>{t('import.others')}</h2>
      <p>{t('import.others-text')}</p>
      <div class="field wide">
        <label for="invitation">{t('import.invitation-label')}</label>
        <textarea id="invitation" rows={8} readonly spellcheck={false}>
          {t('import.invitation', {
            list: list.name,
            organisation: frame.organisation,
            url: formUrl,
            purpose,
          })}
        </textarea>
      </div>
    </StaffLayout>
  );
}

function importLabels(t: ReturnType<typeof translator>): Record<ImportField, string> {
  const perPeriod = PERIODS.flatMap((period) => [
    [`from_${period}`, t('import.from')],
    [`to_${period}`, t('import.to')],
    [`text_${period}`, t('import.text')],
    [`note_${period}`, t('import.note')],
  ]);
  return {
    tool: t('import.tool'),
    language: t('import.language'),
    rows: t('import.rows'),
    ...(Object.fromEntries(perPeriod) as Record<PeriodField, string>),
  };
}
