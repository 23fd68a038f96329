import { dayIn } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import { SITE_LOCALES, type SiteMessage, standingOn } from '../../../site-messages/site-message.js';
import { DayField } from '../../pages/clock-fields.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, TextArea, TextField } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { SiteMessageField, SiteMessageValues } from '../site-message-form.js';
import { StaffLayout } from './staff-layout.js';

export interface SiteMessagePageProps {
  frame: StaffFrame;
  notice?: Message;
  /** As it is kept; none where it is new. */
  message?: SiteMessage;
  values?: SiteMessageValues;
  errors?: FormErrors<SiteMessageField>;
  /** That the values were made from. */
  revision?: number;
}

/** One message: its words in each language, where it leads, where and when it is shown, and how that looks. */
export function SiteMessagePage(props: SiteMessagePageProps) {
  const { frame, notice, message, values, errors = {}, revision } = props;
  const t = translator(frame.locale);
  const title = t(message ? 'site-message.title' : 'site-messages.new');
  const field = (name: SiteMessageField) => ({ t, name, value: values?.[name], error: errors[name] });
  const labels = Object.fromEntries(
    SITE_LOCALES.flatMap((locale) =>
      (['text', 'label'] as const).map((what) => [
        `${what}-${locale}`,
        t('site-message.of', { what: t(`site-message.${what}`), locale }),
      ]),
    ),
  );
  const dayFault = errors.fromDay ?? errors.untilDay;
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'site-messages' }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.siteMessages}>{t('site-messages.title')}</a>
      </p>
      <h1>{title}</h1>
      {message && <Standing {...{ frame, message }} />}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={message ? staffPaths.siteMessage(message.id) : staffPaths.siteMessages} csrf={frame.csrf}>
        <input type="hidden" name="revision" value={revision ?? message?.revision ?? 0} />
        {SITE_LOCALES.map((locale) => (
          <fieldset key={locale} class="group">
            <legend class="heading">{t('site-message.in', { locale })}</legend>
            <TextArea
              {...field(`text-${locale}`)}
              label={t('site-message.text')}
              lang={locale}
              rows={3}
              required={locale === 'nb'}
              {...(locale === 'nb' && { hint: t('site-message.text-hint') })}
            />
            <TextField
              {...field(`label-${locale}`)}
              label={t('site-message.label')}
              lang={locale}
              autocomplete="off"
              required={locale === 'nb'}
            />
          </fieldset>
        ))}
        <TextField
          {...field('link')}
          label={t('site-message.link')}
          hint={t('site-message.link-hint')}
          kind="url"
          autocomplete="off"
        />
        <TextField
          {...field('pages')}
          label={t('site-message.pages')}
          hint={t('site-message.pages-hint')}
          kind="url"
          autocomplete="off"
          required={false}
        />
        {dayFault && (
          <p class="error" id="days-error">
            {t(dayFault.key, dayFault.params)}
          </p>
        )}
        <div class="pair">
          {(['fromDay', 'untilDay'] as const).map((name) => (
            <DayField
              key={name}
              name={name}
              label={t(`site-message.${name}`)}
              value={values?.[name] ?? ''}
              required={false}
              wrong={errors[name] && 'days-error'}
            />
          ))}
        </div>
        <button type="submit" class="button">
          {t('staff.save')}
        </button>
      </Form>
      {message && (
        <>
          <section class="after">
            <h2>{t('site-message.preview')}</h2>
            <iframe
              class="window"
              title={t('site-message.preview')}
              sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
              src={staffPaths.siteMessageAct(message.id, 'frame')}
            />
          </section>
          <section class="after">
            <h2>{t('site-message.remove')}</h2>
            <p class="hint">{t('site-message.remove-hint')}</p>
            <ActButton
              action={staffPaths.siteMessageAct(message.id, 'remove')}
              csrf={frame.csrf}
              label={t('site-message.remove')}
              kind="stop"
            />
          </section>
        </>
      )}
    </StaffLayout>
  );
}

function Standing({ frame, message }: { frame: StaffFrame; message: SiteMessage }) {
  const t = translator(frame.locale);
  const standing = standingOn(dayIn(frame.timeZone), message);
  const act = message.shown ? 'take-off' : 'show';
  return (
    <div class="note">
      <p>{t(`site-message.standing.${standing}`)}</p>
      <ActButton
        action={staffPaths.siteMessageAct(message.id, act)}
        csrf={frame.csrf}
        label={t(`site-message.${act}`)}
        kind={message.shown ? 'quiet' : 'primary'}
      />
    </div>
  );
}
