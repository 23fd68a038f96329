import { LOCALES, translator, type Message } from '../../../platform/i18n/messages.js';
import { EDITOR_ADDRESS } from '../../pages/editor-script.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { type FormErrors, SelectField, TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { editorWords } from '../editor-words.js';
import type { CampaignValues } from './campaign-edit-page.js';
import { DataElement } from './data-element.js';
import { EditorPreview } from './editor-preview.js';
import { StaffLayout } from './staff-layout.js';

export interface EditorPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  campaignId: string;
  /** Which version of the draft this is. */
  revision: number;
  values: CampaignValues;
  errors?: FormErrors<keyof CampaignValues>;
  /** The names of what the list asks its people. */
  asks: readonly string[];
  /** What stands below every mail, a line each, in the mail's language. */
  foot: readonly string[];
}

/** A draft in blocks: its lines, its text, and below what always comes along. */
export function EditorPage(props: EditorPageProps) {
  const { frame, notice, register, list, campaignId, values, errors = {}, foot } = props;
  const t = translator(frame.locale);
  const title = t('write.title');
  const labels: Partial<Record<keyof CampaignValues, string>> = {
    language: t('campaign.language'),
    subject: t('edit.subject'),
    preheader: t('edit.preheader'),
    body: t('edit.body'),
  };
  const line = (name: 'subject' | 'preheader' | 'language') => ({
    t,
    name,
    label: labels[name]!,
    value: values[name],
    error: errors[name],
  });
  const path = (act: 'test' | 'write' | 'frame' | 'history' | 'template') =>
    staffPaths.campaignAct(register.id, campaignId, act);
  return (
    <StaffLayout
      frame={frame}
      title={title}
      here={{ place: 'campaigns', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a> / {list.name}
      </p>
      <h1>{title}</h1>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <div data-save-note />
      <div class="desk">
        <Form action={staffPaths.campaign(register.id, campaignId)} csrf={frame.csrf} class="sheet">
          <input type="hidden" name="list" value={values.list} />
          <input type="hidden" name="seen" value={props.revision} />
          <input type="hidden" name="hand" value="" />
          <TextField {...line('subject')} autocomplete="off" />
          <TextField
            {...line('preheader')}
            hint={t('edit.preheader-hint')}
            autocomplete="off"
            required={false}
          />
          <SelectField
            {...line('language')}
            options={LOCALES.map((locale) => ({ value: locale, label: translator(locale)('locale.name') }))}
          />
          <textarea name="body" hidden aria-label={t('edit.body')}>
            {values.body}
          </textarea>
          <div class="editor" id="body" data-editor lang={values.language}>
            <div class="note">
              <p>{t('write.opening')}</p>
              <p>{t('write.needs-script')}</p>
            </div>
          </div>
          <AlwaysThere title={t('write.foot.title')} lines={foot} language={values.language} />
          <p class="after-sheet">
            <span class="hint">{t('write.saved')}</span>
            <a href={path('history')}>{t('write.history')}</a>
            <a href={path('template')}>{t('templates.keep')}</a>
          </p>
          <div class="buttons">
            <button type="submit" class="button" name="onward" value="yes">
              {t('write.onward')}
            </button>
            <button type="submit" class="button quiet" formaction={path('test')}>
              {t('write.test')}
            </button>
          </div>
          <details class="keys-help">
            <summary>{t('write.keys')}</summary>
            <p id="editor-keys">{t('write.keys.text')}</p>
          </details>
        </Form>
        <EditorPreview t={t} />
      </div>
      <DataElement id="editor-setting" value={settingOf(props, path)} />
      <script src={EDITOR_ADDRESS} defer />
    </StaffLayout>
  );
}

/** What src/web/browser/editor/setting.ts reads. */
function settingOf(
  { frame, register, revision, asks }: EditorPageProps,
  path: (act: 'write' | 'frame') => string,
) {
  return {
    words: editorWords(frame.locale),
    asks,
    write: path('write'),
    preview: path('frame'),
    images: `${staffPaths.images(register.id)}?format=json`,
    csrf: frame.csrf,
    revision,
    locale: frame.locale,
    timeZone: frame.timeZone,
  };
}

function AlwaysThere({
  title,
  lines,
  language,
}: {
  title: string;
  lines: readonly string[];
  language: string;
}) {
  return (
    <section class="always" aria-label={title}>
      <p class="always-title">{title}</p>
      <div lang={language}>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </section>
  );
}
