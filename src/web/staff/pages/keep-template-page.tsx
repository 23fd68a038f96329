import { type Message, translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface KeepTemplatePageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  campaign: { id: string; subject: string };
  name: string;
  error?: Message;
}

export function KeepTemplatePage({ frame, register, campaign, name, error }: KeepTemplatePageProps) {
  const t = translator(frame.locale);
  const title = t('templates.keep');
  const label = t('templates.name');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'campaigns', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.campaign(register.id, campaign.id)}>
          {campaign.subject || t('edit.preview.no-subject')}
        </a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('templates.keep-lead')}</p>
      <ErrorSummary t={t} errors={error && { name: error }} labels={{ name: label }} />
      <Form action={staffPaths.campaignAct(register.id, campaign.id, 'template')} csrf={frame.csrf}>
        <TextField
          t={t}
          name="name"
          label={label}
          hint={t('templates.name-hint')}
          value={name}
          error={error}
          autocomplete="off"
        />
        <div class="buttons">
          <button type="submit" class="button">
            {t('templates.keep-act')}
          </button>
          <a class="button quiet" href={staffPaths.campaign(register.id, campaign.id)}>
            {t('templates.back')}
          </a>
        </div>
      </Form>
    </StaffLayout>
  );
}
