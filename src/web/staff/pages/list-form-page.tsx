import { LOCALES, translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextArea, TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { EyesChoice } from './eyes-choice.js';
import { ListPreview } from './list-preview.js';
import { listLabels, type ListField, type ListValues } from './list-values.js';
import { StaffLayout } from './staff-layout.js';

export interface ListFormPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  values?: ListValues;
  errors?: FormErrors<ListField>;
  /** Answers a post of this form with `ListPreview` alone, for those with JavaScript. */
  previewAction: string;
}

export function ListFormPage({
  frame,
  register,
  values = {},
  errors = {},
  previewAction,
}: ListFormPageProps) {
  const t = translator(frame.locale);
  const labels = listLabels(t);
  const common = (name: ListField) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
  });
  const live = {
    'hx-post': previewAction,
    'hx-trigger': 'input delay:400ms',
    'hx-target': '#preview',
    'hx-sync': 'this:replace',
  };
  return (
    <StaffLayout frame={frame} title={t('lists.new')} here={{ place: 'lists', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a>
      </p>
      <h1>{t('lists.new')}</h1>
      <p class="lead">{t('list-form.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <div class="writing">
        <Form action={staffPaths.lists(register.id)} csrf={frame.csrf}>
          <div {...live}>
            <TextField {...common('name')} hint={t('list-form.name-hint')} autocomplete="off" />
            <TextField {...common('slug')} kind="url" hint={t('slug.hint')} autocomplete="off" />
            <TextField {...common('senderName')} hint={t('list-form.sender-name-hint')} autocomplete="off" />
            <TextField
              {...common('senderAddress')}
              kind="address"
              hint={t('list-form.sender-address-hint')}
              autocomplete="off"
            />
            {LOCALES.map((locale) => {
              const language = translator(locale)('locale.name');
              return (
                <fieldset key={locale}>
                  <legend class="heading">{t('list-form.language', { language })}</legend>
                  <TextArea
                    {...common(`purpose_${locale}`)}
                    rows={3}
                    lang={locale}
                    hint={t('list-form.purpose-hint')}
                  />
                  <TextField
                    {...common(`frequency_${locale}`)}
                    lang={locale}
                    hint={t('list-form.frequency-hint')}
                    autocomplete="off"
                  />
                </fieldset>
              );
            })}
          </div>
          <EyesChoice t={t} chosen={values.eyes === '1' ? 1 : 2} />
          <button type="submit" class="button">
            {t('list-form.submit')}
          </button>
        </Form>
        <section class="card" aria-labelledby="preview-title">
          <h2 id="preview-title">{t('list-form.preview')}</h2>
          <div id="preview" class="preview">
            <ListPreview locale={frame.locale} values={values} />
          </div>
        </section>
      </div>
    </StaffLayout>
  );
}
