import type { CampaignFormat } from '../../../campaigns/written-text.js';
import { LOCALES, translator, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { SelectField, TextArea, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { CampaignPreview, type CampaignPreviewProps } from './campaign-preview.js';
import { MarkdownHelp } from './markdown-help.js';
import { PlacesHelp } from './places-help.js';
import { StaffLayout } from './staff-layout.js';

/** The names the fields are posted under. */
export interface CampaignValues {
  /** The list's id. */
  list: string;
  language: string;
  subject: string;
  preheader: string;
  format: CampaignFormat;
  body: string;
}

export interface CampaignEditPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  /** Null while it is new: then the list is chosen too. */
  campaignId: string | null;
  /** Which version of the draft this is. */
  revision: number;
  lists: readonly { id: string; name: string }[];
  values: CampaignValues;
  errors?: FormErrors<keyof CampaignValues>;
  /** The names of what the list asks its people, to be merged in. */
  asks?: readonly string[];
  /** Answers a post of this form with `CampaignPreview` alone. */
  previewAction: string;
  preview: Omit<CampaignPreviewProps, 'locale'>;
}

export function CampaignEditPage(props: CampaignEditPageProps) {
  const { frame, notice, register, campaignId, lists, values, errors = {}, asks = [] } = props;
  const { previewAction, preview } = props;
  const t = translator(frame.locale);
  const title = t(campaignId === null ? 'edit.title-new' : 'edit.title');
  const labels: Record<keyof CampaignValues, string> = {
    list: t('campaign.list'),
    language: t('campaign.language'),
    subject: t('edit.subject'),
    preheader: t('edit.preheader'),
    format: t('edit.body'),
    body: t('edit.body'),
  };
  const common = (name: keyof CampaignValues) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  const action =
    campaignId === null ? staffPaths.campaigns(register.id) : staffPaths.campaign(register.id, campaignId);
  const live = {
    'hx-post': previewAction,
    'hx-trigger': 'input delay:400ms',
    'hx-target': '#preview',
    'hx-sync': 'this:replace',
  };
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
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <div class="writing">
        <Form action={action} csrf={frame.csrf}>
          <div {...live}>
            {campaignId === null ? (
              <SelectField
                {...common('list')}
                hint={t('edit.list-hint')}
                options={lists.map(({ id, name }) => ({ value: id, label: name }))}
              />
            ) : (
              <input type="hidden" name="list" value={values.list} />
            )}
            <SelectField
              {...common('language')}
              options={LOCALES.map((locale) => ({ value: locale, label: translator(locale)('locale.name') }))}
            />
            <TextField {...common('subject')} autocomplete="off" />
            <TextField
              {...common('preheader')}
              hint={t('edit.preheader-hint')}
              autocomplete="off"
              required={false}
            />
            <input type="hidden" name="format" value={values.format} />
            {campaignId !== null && <input type="hidden" name="seen" value={props.revision} />}
            <TextArea {...common('body')} rows={16} />
          </div>
          <MarkdownHelp t={t} />
          <PlacesHelp t={t} asks={asks} />
          <div class="buttons">
            <button type="submit" class="button">
              {t('edit.save')}
            </button>
            {campaignId !== null && (
              <button
                type="submit"
                class="button quiet"
                formaction={staffPaths.campaignAct(register.id, campaignId, 'test')}
              >
                {t('edit.test')}
              </button>
            )}
            <button type="submit" class="button quiet" name="onward" value="yes">
              {t('edit.onward')}
            </button>
          </div>
        </Form>
        <section class="card" aria-labelledby="preview-title">
          <h2 id="preview-title">{t('edit.preview.title')}</h2>
          <div id="preview" class="preview">
            <CampaignPreview locale={frame.locale} {...preview} />
          </div>
        </section>
      </div>
    </StaffLayout>
  );
}
