import { formats } from '../../../platform/i18n/formats.js';
import { LOCALES, translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, SelectField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { STARTS } from '../starting-texts.js';
import { StaffLayout } from './staff-layout.js';

/** The names the fields are posted under. */
export interface BeginValues {
  list: string;
  language: string;
  /** `empty`, `template`, `earlier`, or one of the starting texts. */
  start: string;
  /** The earlier campaign's id. */
  earlier: string;
  /** One of the register's own texts, by its id. */
  template: string;
  /** `yes` where it is to be Markdown. */
  markdown: string;
}

export interface BeginCampaignPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  lists: readonly { id: string; name: string }[];
  /** What can be begun with, the newest first. */
  earlier: readonly { id: string; subject: string; list: string; at: Date }[];
  /** The register's own texts to begin with, by name. */
  templates: readonly { id: string; name: string }[];
  values: BeginValues;
  errors?: FormErrors<keyof BeginValues>;
}

export function BeginCampaignPage(props: BeginCampaignPageProps) {
  const { frame, register, lists, earlier, templates, values, errors = {} } = props;
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const title = t('begin.title');
  const common = (name: 'list' | 'language' | 'earlier' | 'template', label: string) => ({
    t,
    name,
    label,
    value: values[name],
    error: errors[name],
  });
  const starts = [
    'empty',
    ...STARTS,
    ...(templates.length > 0 ? (['template'] as const) : []),
    ...(earlier.length > 0 ? (['earlier'] as const) : []),
  ] as const;
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'campaigns', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('begin.lead')}</p>
      <ErrorSummary t={t} errors={errors} />
      <Form action={staffPaths.beginCampaign(register.id)} csrf={frame.csrf}>
        <SelectField
          {...common('list', t('campaign.list'))}
          hint={t('edit.list-hint')}
          options={lists.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          {...common('language', t('campaign.language'))}
          options={LOCALES.map((locale) => ({ value: locale, label: translator(locale)('locale.name') }))}
        />
        <fieldset id="start">
          <legend>{t('begin.start')}</legend>
          <div class="starts">
            {starts.map((start) => (
              <label key={start} class="start-with">
                <input type="radio" name="start" value={start} checked={values.start === start} />
                <span>
                  {t(`begin.start.${start}`)}
                  {start !== 'empty' && start !== 'earlier' && start !== 'template' && (
                    <small>{t(`begin.start.${start}.hint`)}</small>
                  )}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {templates.length > 0 ? (
          <SelectField
            {...common('template', t('begin.template'))}
            hint={t('begin.template.hint')}
            options={templates.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : (
          <p class="hint">{t('begin.template.none')}</p>
        )}
        {earlier.length > 0 && (
          <SelectField
            {...common('earlier', t('begin.earlier'))}
            hint={t('begin.earlier.hint')}
            options={earlier.map(({ id, subject, list, at }) => ({
              value: id,
              label: `${subject || t('edit.preview.no-subject')} (${list}, ${date(at)})`,
            }))}
          />
        )}
        <div class="tick">
          <input
            type="checkbox"
            id="markdown"
            name="markdown"
            value="yes"
            checked={values.markdown === 'yes'}
            aria-describedby="markdown-hint"
          />
          <label for="markdown">{t('begin.markdown')}</label>
          <p class="hint" id="markdown-hint">
            {t('begin.markdown.hint')}
          </p>
        </div>
        <div class="buttons">
          <button type="submit" class="button">
            {t('begin.act')}
          </button>
          {templates.length > 0 && (
            <a class="button quiet" href={staffPaths.templates(register.id)}>
              {t('begin.templates')}
            </a>
          )}
        </div>
      </Form>
    </StaffLayout>
  );
}
