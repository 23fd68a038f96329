import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { LOCALES, translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

/** The names the fields are posted under. The address is never put back into the page once it has been taken. */
export type PaperField = 'address' | 'source' | 'on' | 'language';

export interface PaperPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  /** The purpose that the slip must have asked about, in the reader's language where there is one. */
  purpose: string;
  counts: readonly { day: string; name: string; count: number }[];
  values?: Partial<Record<PaperField, string>>;
  errors?: FormErrors<PaperField>;
}

export function PaperPage(props: PaperPageProps) {
  const { frame, notice, register, list, purpose, counts, values = {}, errors = {} } = props;
  const t = translator(frame.locale);
  const { number, date } = formats(frame.locale, frame.timeZone);
  const title = t('paper.title');
  const labels: Record<PaperField, string> = {
    address: t('paper.address'),
    source: t('paper.source'),
    on: t('paper.on'),
    language: t('paper.language'),
  };
  const common = (name: PaperField) => ({
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
      <p class="lead">{t('paper.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.paper(register.id, list.id)} csrf={frame.csrf} class="card">
        <p>{t('paper.purpose')}</p>
        <blockquote>{purpose}</blockquote>
        <TextField {...common('address')} kind="address" hint={t('paper.address-hint')} autocomplete="off" />
        <TextField {...common('source')} hint={t('paper.source-hint')} autocomplete="off" />
        <TextField {...common('on')} kind="number" hint={t('paper.on-hint')} autocomplete="off" />
        <SelectField
          {...common('language')}
          hint={t('paper.language-hint')}
          options={LOCALES.map((locale) => ({ value: locale, label: translator(locale)('locale.name') }))}
        />
        <button type="submit" class="button">
          {t('paper.submit')}
        </button>
      </Form>
      <h2>{t('paper.counts')}</h2>
      {counts.length === 0 ? (
        <p>{t('paper.counts-none')}</p>
      ) : (
        <dl class="facts">
          {counts.map(({ day, name, count }) => (
            <div key={`${day} ${name}`}>
              <dt>{date(noonOf(day))}</dt>
              <dd>{t('paper.counts-line', { name, count, number: number(count) })}</dd>
            </div>
          ))}
        </dl>
      )}
    </StaffLayout>
  );
}
