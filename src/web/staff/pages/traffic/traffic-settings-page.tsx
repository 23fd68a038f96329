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
  /** Those that are saved, and which of them are ticked. */
  sites: readonly string[];
  asking: readonly string[];
  /** The script tag, as it is pasted. */
  tag: string;
  errors?: FormErrors<'sites'>;
}

/** Whether anything is counted, on which sites, whether there is a number of visitors, and where they are asked. */
export function TrafficSettingsPage(props: TrafficSettingsPageProps) {
  const { frame, notice, values, sites, asking, tag, errors = {} } = props;
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
        <Asking t={t} sites={sites} asking={asking} />
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
        {asking.length > 0 && (
          <div class="field wide">
            <label for="again">{t('traffic.asking.again')}</label>
            <textarea
              id="again"
              class="code"
              rows={2}
              readonly
              spellcheck={false}
              aria-describedby="again-hint"
            >
              {`<a href="#jatakk">${t('traffic.asking.link')}</a>`}
            </textarea>
            <p class="hint" id="again-hint">
              {t('traffic.asking.again-hint')}
            </p>
          </div>
        )}
      </section>
    </StaffLayout>
  );
}

function Asking({ t, sites, asking }: { t: Translate } & Pick<TrafficSettingsPageProps, 'sites' | 'asking'>) {
  return (
    <fieldset aria-describedby="asking-hint">
      <legend>{t('traffic.asking')}</legend>
      <p class="hint" id="asking-hint">
        {t(sites.length > 0 ? 'traffic.asking.hint' : 'traffic.asking.none')}
      </p>
      {sites.map((site, index) => (
        <div class="choice" key={site}>
          <input
            type="checkbox"
            id={`asking-${index}`}
            name="asking"
            value={site}
            checked={asking.includes(site)}
          />
          <label for={`asking-${index}`}>{site}</label>
        </div>
      ))}
    </fieldset>
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
