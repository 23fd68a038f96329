import { type Message, PAGE_LOCALES, type PageLocale, translator } from '../../../platform/i18n/messages.js';
import type { RelayFacts } from '../../../privacy/facts/facts.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, SelectField, TextArea } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export type FromUsField = `text_${PageLocale}`;

export interface FromUsPageProps {
  frame: StaffFrame;
  notice?: Message;
  relays: readonly RelayFacts[];
  values?: Partial<Record<string, string>>;
  errors?: FormErrors<FromUsField>;
}

/** The organisation's own words below those of the system, and what only it can say of its mail servers. */
export function FromUsPage({ frame, notice, relays, values = {}, errors = {} }: FromUsPageProps) {
  const t = translator(frame.locale);
  const label = (locale: PageLocale) => t('from-us.text', { language: translator(locale)('locale.written') });
  const labels = Object.fromEntries(PAGE_LOCALES.map((locale) => [`text_${locale}`, label(locale)]));
  return (
    <StaffLayout frame={frame} title={t('from-us.title')} here={{ place: 'privacy-page' }} notice={notice}>
      <h1>{t('from-us.title')}</h1>
      <p class="lead">{t('from-us.lead')}</p>
      <ul>
        <li>
          <a href={inLanguage(publicPaths.privacy, frame.locale)}>{t('from-us.see')}</a>
        </li>
        <li>
          <a href={inLanguage(publicPaths.privacyChanges, frame.locale)}>{t('privacy.changes-link')}</a>
        </li>
      </ul>
      <h2>{t('from-us.prints')}</h2>
      <p>{t('from-us.prints-hint')}</p>
      <ul>
        {(['record', 'processors', 'breach'] as const).map((print) => (
          <li key={print}>
            <a href={staffPaths[print]}>{t(`${print}.title`)}</a>
            <p class="hint">{t(`${print}.hint`)}</p>
          </li>
        ))}
      </ul>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.privacyPage} csrf={frame.csrf}>
        <h2>{t('from-us.texts')}</h2>
        <p>{t('from-us.hint')}</p>
        {PAGE_LOCALES.map((locale) => (
          <TextArea
            key={locale}
            t={t}
            name={`text_${locale}`}
            label={label(locale)}
            value={values[`text_${locale}`]}
            error={errors[`text_${locale}`]}
            rows={8}
            required={false}
            lang={locale}
          />
        ))}
        {relays.length > 0 && <h2>{t('from-us.relays')}</h2>}
        {relays.length > 0 && <p>{t('from-us.relays-hint')}</p>}
        {relays.map(({ host, place }, at) => (
          <SelectField
            key={host}
            t={t}
            name={`place_${at + 1}`}
            label={host}
            value={values[`place_${at + 1}`] ?? place}
            options={(['unsaid', 'inside', 'outside'] as const).map((value) => ({
              value,
              label: t(`from-us.place.${value}`),
            }))}
          />
        ))}
        <button type="submit" class="button">
          {t('staff.save')}
        </button>
      </Form>
    </StaffLayout>
  );
}
