import { translator } from '../../../platform/i18n/messages.js';
import type { WideFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** `by-mail`: it is for whoever was invited. `no-ticket`: a link of this survey that none of its mails held. */
export type SurveyNote = 'unknown' | 'by-mail' | 'no-ticket' | 'not-open' | 'closed' | 'already' | 'thanks';

export interface SurveyNotePageProps {
  frame: WideFrame;
  state: SurveyNote;
  /** The survey's own; none where there is no such survey. */
  title?: string | undefined;
}

/** Where there is nothing to fill in: thanks, or why not. */
export function SurveyNotePage({ frame, state, title }: SurveyNotePageProps) {
  const t = translator(frame.locale);
  const heading = t(`answer-survey.${state}.title`);
  return (
    <PublicLayout frame={frame} title={heading} noindex>
      <div role="status">
        {title && <p class="eyebrow">{title}</p>}
        <h1>{heading}</h1>
        <p class="lead">{t(`answer-survey.${state}.text`)}</p>
      </div>
      {state === 'thanks' && <p class="hint">{t('answer-survey.thanks.after')}</p>}
    </PublicLayout>
  );
}
