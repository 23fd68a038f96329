import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface NewRegisterPageProps {
  frame: StaffFrame;
  /** Posted as `name` and `slug`. */
  values?: { name: string; slug: string };
  errors?: FormErrors<'name' | 'slug'>;
}

export function NewRegisterPage({ frame, values, errors = {} }: NewRegisterPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('register.new')} here={{ place: 'new-register' }}>
      <h1>{t('register.new')}</h1>
      <p class="lead">{t('register.lead')}</p>
      <ErrorSummary t={t} errors={errors} labels={{ name: t('register.name'), slug: t('slug.label') }} />
      <Form action={staffPaths.registers} csrf={frame.csrf}>
        <TextField
          t={t}
          name="name"
          label={t('register.name')}
          hint={t('register.name-hint')}
          value={values?.name}
          error={errors.name}
          autocomplete="off"
        />
        <TextField
          t={t}
          name="slug"
          kind="url"
          label={t('slug.label')}
          hint={t('slug.hint')}
          value={values?.slug}
          error={errors.slug}
          autocomplete="off"
        />
        <button type="submit" class="button">
          {t('register.submit')}
        </button>
      </Form>
    </StaffLayout>
  );
}
