import { type Message, type Translate, translator } from '../../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import { type FormErrors, TextArea } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import type { TrafficValues } from '../../traffic-form.js';
import { StaffLayout } from '../staff-layout.js';

export interface TrafficSettingsPageProps {
  frame: StaffFrame;
  notice?: Message;
  values: TrafficValues;
  /** The script tag, as it is pasted. */
  tag: string;
  errors?: FormErrors<'sites'>;
}

/** Whether anything is counted, on which sites, and whether there is a number of visitors. */
export function TrafficSettingsPage({ frame, notice, values, tag, errors = {} }: TrafficSettingsPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout
      frame={frame}
      title={t('traffic.settings')}
      here={{ place: 'traffic' }}
      {...(notice && { notice })}
    >
      <p class="crumbs">
        <a href={staffPaths.traffic}>{t('traffic.title')}</a>
      </p>
      <h1>{t('traffic.settings')}</h1>
      <p class="lead">{t('traffic.settings.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={{ sites: t('traffic.sites') }} />
      <Form action={staffPaths.trafficSettings} csrf={frame.csrf}>
        <YesOrNo t={t} name="counting" chosen={values.counting} />
        <TextArea
          t={t}
          name="sites"
          label={t('traffic.sites')}
          hint={t('traffic.sites.hint')}
          value={values.sites}
          rows={4}
          required={false}
          {...(errors.sites && { error: errors.sites })}
        />
        <YesOrNo t={t} name="visitors" chosen={values.visitors} />
        <button type="submit" class="button">
          {t('staff.save')}
        </button>
      </Form>
      <section class="after" aria-labelledby="tag-title">
        <h2 id="tag-title">{t('traffic.tag')}</h2>
        <div class="field wide">
          <label for="tag">{t('traffic.tag.label')}</label>
          <textarea id="tag" class="code" rows={2} readonly spellcheck={false} aria-describedby="tag-hint">
            {tag}
          </textarea>
          <p class="hint" id="tag-hint">
            {t('traffic.tag.hint')}
          </p>
        </div>
      </section>
    </StaffLayout>
  );
}

function YesOrNo({ t, name, chosen }: { t: Translate; name: 'counting' | 'visitors'; chosen: 'yes' | 'no' }) {
  return (
    <fieldset>
      <legend>{t(`traffic.ask.${name}`)}</legend>
      {(['yes', 'no'] as const).map((value) => (
        <div class="choice" key={value}>
          <input
            type="radio"
            id={`${name}-${value}`}
            name={name}
            value={value}
            checked={chosen === value}
            aria-describedby={`${name}-${value}-hint`}
          />
          <label for={`${name}-${value}`}>{t(`traffic.${name}.${value}`)}</label>
          <p class="hint" id={`${name}-${value}-hint`}>
            {t(`traffic.${name}.${value}-hint`)}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
