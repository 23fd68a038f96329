import { type Message, translator } from '../../../platform/i18n/messages.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { ConfirmFactor, type FactorPrompt } from './confirm-factor.js';
import { StaffLayout } from './staff-layout.js';

export interface ConfirmPageProps {
  frame: StaffFrame;
  prompt: FactorPrompt;
  /** Where it goes on, with what was filled in. */
  action: string;
  fields: readonly [name: string, value: string][];
  error?: Message | undefined;
}

/** Asks once more who sits here, and goes on with what was asked for. */
export function ConfirmPage({ frame, prompt, action, fields, error }: ConfirmPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('confirm-factor.title')} here={{ place: 'account' }}>
      <h1>{t('confirm-factor.title')}</h1>
      <p class="lead">{t('confirm-factor.lead')}</p>
      <Form action={action} csrf={frame.csrf} class="card">
        {fields.map(([name, value], at) => (
          <input key={at} type="hidden" name={name} value={value} />
        ))}
        <ConfirmFactor frame={frame} prompt={prompt} error={error} />
        <button type="submit" class="button">
          {t('confirm-factor.submit')}
        </button>
      </Form>
    </StaffLayout>
  );
}
