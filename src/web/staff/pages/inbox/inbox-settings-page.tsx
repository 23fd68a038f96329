import type { InboxCount } from '../../../../inbound/inbox/inbox.queries.js';
import {
  GIVEN_LOCALES,
  type InboxSettings,
  REPLY_LOCALES,
} from '../../../../inbound/inbox/inbox-settings.js';
import type { InboxTheme } from '../../../../inbound/inbox/inbox-settings.queries.js';
import type { SharedSender } from '../../../../registers/shared-senders.queries.js';
import { formats, noonOf } from '../../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import { type FormErrors, TextArea, TextField } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import type { SettingsField, SettingsValues } from '../../inbox/inbox-settings-form.js';
import { StaffLayout } from '../staff-layout.js';
import { InboxCrumbs } from './inbox-crumbs.js';

export interface InboxSettingsPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  notice?: Message;
  settings: InboxSettings;
  themes: readonly InboxTheme[];
  count: InboxCount | undefined;
  /** The addresses that another register sends from too. */
  shared: readonly SharedSender[];
  /** As typed, where something of it is wrong. */
  values?: SettingsValues;
  typedThemes?: string;
  errors?: FormErrors<SettingsField>;
}

/** How a register's inbox works: what answers at once, for how long mail is kept, what it may be about. */
export function InboxSettingsPage(props: InboxSettingsPageProps) {
  const { frame, register, notice, settings, themes, shared, errors = {}, typedThemes } = props;
  const t = translator(frame.locale);
  const labels = {
    answerDays: t('inbox.settings.days'),
    keptMonths: t('inbox.settings.months'),
    themes: t('inbox.themes'),
    ...Object.fromEntries(
      REPLY_LOCALES.map((locale) => [`text-${locale}`, t('inbox.settings.text', { locale })]),
    ),
  };
  return (
    <StaffLayout
      frame={frame}
      title={t('inbox.settings.title')}
      here={{ place: 'inbox', register: register.id }}
      {...(notice && { notice })}
    >
      <InboxCrumbs frame={frame} register={register} />
      <h1>{t('inbox.settings.title')}</h1>
      <p class="lead">{t('inbox.settings.lead')}</p>
      <Counts {...props} />
      {shared.map(({ address, first }) => (
        <p key={address} class="note warn anywhere">
          {t('inbox.settings.shared', { address, first: first ? 'yes' : 'no' })}
        </p>
      ))}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={staffPaths.inboxSettings(register.id)} csrf={frame.csrf}>
        <Settings {...props} settings={settings} />
        <button type="submit" class="button">
          {t('staff.save')}
        </button>
      </Form>
      <section class="after">
        <h2>{t('inbox.themes')}</h2>
        <p class="hint">{t('inbox.themes.lead')}</p>
        <Form action={staffPaths.inboxThemes(register.id)} csrf={frame.csrf}>
          <TextArea
            t={t}
            name="themes"
            label={t('inbox.themes.label')}
            hint={t('inbox.themes.hint')}
            rows={8}
            value={
              typedThemes ??
              themes
                .filter(({ inUse }) => inUse)
                .map(({ name }) => name)
                .join('\n')
            }
            {...(errors.themes && { error: errors.themes })}
          />
          <button type="submit" class="button quiet">
            {t('inbox.themes.submit')}
          </button>
        </Form>
      </section>
    </StaffLayout>
  );
}

/** What everybody of the staff may know. */
function Counts({ frame, count }: InboxSettingsPageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const { waiting = 0, open = 0, oldest = null } = count ?? {};
  return (
    <p class="note">
      {t('inbox.counts', { waiting, open })}
      {oldest !== null && <> {t('inbox.counts.oldest', { date: date(noonOf(oldest)) })}</>}
    </p>
  );
}

function Settings({ frame, settings, values, errors = {} }: InboxSettingsPageProps) {
  const t = translator(frame.locale);
  const replies = values ? values.autoReply === 'yes' : settings.autoReply;
  const whole = (name: 'answerDays' | 'keptMonths', word: 'days' | 'months') => {
    const error = errors[name];
    return (
      <TextField
        t={t}
        name={name}
        kind="number"
        label={t(`inbox.settings.${word}`)}
        hint={t(`inbox.settings.${word}-hint`)}
        value={values?.[name] ?? String(settings[name])}
        autocomplete="off"
        {...(error && { error })}
      />
    );
  };
  return (
    <>
      <div class="tick">
        <input type="checkbox" id="autoReply" name="autoReply" value="yes" checked={replies} />
        <label for="autoReply">{t('inbox.settings.auto-reply')}</label>
        <p class="hint">{t('inbox.settings.auto-reply-hint')}</p>
      </div>
      {whole('answerDays', 'days')}
      {REPLY_LOCALES.map((locale) => {
        const error = errors[`text-${locale}`];
        return (
          <TextArea
            key={locale}
            t={t}
            name={`text-${locale}`}
            label={t('inbox.settings.text', { locale })}
            {...(locale === 'nb' && { hint: t('inbox.settings.text-hint') })}
            rows={4}
            required={false}
            lang={locale}
            value={values?.[`text-${locale}`] ?? settings.texts[locale] ?? ''}
            {...(error && { error })}
          />
        );
      })}
      <details class="given">
        <summary>{t('inbox.settings.given')}</summary>
        {GIVEN_LOCALES.map((locale) => (
          <blockquote key={locale} lang={locale} class="lines">
            {translator(locale)('mail.auto-reply.text', { days: settings.answerDays })}
          </blockquote>
        ))}
      </details>
      {whole('keptMonths', 'months')}
    </>
  );
}
