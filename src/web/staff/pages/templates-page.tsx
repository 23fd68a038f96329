import type { TemplateLine } from '../../../campaigns/templates/templates.queries.js';
import { formats } from '../../../platform/i18n/formats.js';
import { isLocale, type Message, translator } from '../../../platform/i18n/messages.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface TemplatesPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  templates: readonly TemplateLine[];
  /** A name that somebody chose just now and that will not do. */
  again?: { id: string; name: string; error: Message };
}

/** What campaigns of a register can be begun with, beside the texts that are there for everybody. */
export function TemplatesPage({ frame, notice, register, templates, again }: TemplatesPageProps) {
  const t = translator(frame.locale);
  const title = t('templates.title');
  return (
    <StaffLayout
      frame={frame}
      title={title}
      here={{ place: 'campaigns', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('templates.lead', { register: register.name })}</p>
      {templates.length === 0 ? (
        <div class="note">
          <p>{t('templates.none')}</p>
          <p>
            <a href={staffPaths.campaigns(register.id)}>{t('templates.none-go')}</a>
          </p>
        </div>
      ) : (
        <ul class="templates">
          {templates.map((template) => (
            <li key={template.id} class="card">
              <Line {...{ frame, register, template }} {...(again?.id === template.id && { again })} />
            </li>
          ))}
        </ul>
      )}
      <p class="buttons">
        <a class="button quiet" href={staffPaths.newCampaign(register.id)}>
          {t('begin.title')}
        </a>
      </p>
    </StaffLayout>
  );
}

function Line({
  frame,
  register,
  template,
  again,
}: Pick<TemplatesPageProps, 'frame' | 'register' | 'again'> & { template: TemplateLine }) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const { id, name, subject, locale, keptAt } = template;
  const language = translator(isLocale(locale) ? locale : 'nb')('locale.name');
  const field = `name-${id}`;
  const act = (of: 'rename' | 'remove') => staffPaths.templateAct(register.id, id, of);
  return (
    <>
      <h2>{name}</h2>
      <p class="hint">
        {t('templates.facts', {
          subject: subject || t('edit.preview.no-subject'),
          language,
          date: date(keptAt),
        })}
      </p>
      <a class="button quiet" href={`${staffPaths.newCampaign(register.id)}?template=${id}`}>
        {t('templates.begin')}
        <span class="unseen"> {name}</span>
      </a>
      <details class="after" open={again !== undefined}>
        <summary>
          {t('templates.change')}
          <span class="unseen"> {name}</span>
        </summary>
        <Form action={act('rename')} csrf={frame.csrf}>
          <div class={again ? 'field wrong' : 'field'}>
            <label for={field}>{t('templates.name')}</label>
            {again && (
              <p class="error" id={`${field}-error`} role="alert">
                {t(again.error.key, again.error.params)}
              </p>
            )}
            <input
              type="text"
              id={field}
              name="name"
              value={again?.name ?? name}
              autocomplete="off"
              required
              aria-invalid={again ? 'true' : undefined}
              aria-describedby={again && `${field}-error`}
            />
          </div>
          <button type="submit" class="button quiet">
            {t('templates.rename')}
          </button>
        </Form>
        <p class="hint">{t('templates.remove-hint')}</p>
        <ActButton action={act('remove')} csrf={frame.csrf} label={t('templates.remove')} kind="stop" />
      </details>
    </>
  );
}
