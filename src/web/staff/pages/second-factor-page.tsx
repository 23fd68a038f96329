import { type Message, translator } from '../../../platform/i18n/messages.js';
import { ActButton, Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { ConfirmFactor, type FactorPrompt } from './confirm-factor.js';

export interface SecondFactorPageProps {
  frame: PublicFrame;
  csrf: string;
  name: string;
  prompt: FactorPrompt;
  error?: Message | undefined;
}

/** The password was right; now what only they have. */
export function SecondFactorPage({ frame, csrf, name, prompt, error }: SecondFactorPageProps) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('second-factor.title')} noindex>
      <h1>{t('second-factor.title')}</h1>
      <p class="lead">{t('second-factor.lead', { name })}</p>
      <Form action={staffPaths.secondFactor} csrf={csrf} class="card">
        <ConfirmFactor frame={frame} prompt={prompt} error={error} />
        <button type="submit" class="button">
          {t('sign-in.submit')}
        </button>
      </Form>
      <ActButton action={staffPaths.startAgain} csrf={csrf} label={t('second-factor.again')} kind="quiet" />
    </PublicLayout>
  );
}
