import { translator } from '../../../../platform/i18n/messages.js';
import type { SurveyFault } from '../../../../surveys/survey-faults.js';
import { ActButton, Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import { ClosingDay } from './closing-day.js';
import type { SurveyPageProps } from './survey-page.js';
import { faultMessage } from './survey-text.js';

export interface ReadyToOpenProps extends SurveyPageProps {
  faults: readonly SurveyFault[];
  writes: boolean;
}

/** Beside the questions: what remains, how it will look, when it ends, and the way to open it. */
export function ReadyToOpen(props: ReadyToOpenProps) {
  const { frame, register, list, survey, faults, writes } = props;
  const t = translator(frame.locale);
  const page = (which: string) => staffPaths.surveyPage(register.id, list.id, survey.id, which);
  const draft = survey.state === 'draft';
  const special = faults.some(({ code }) => code === 'special');
  const asked = survey.definition.questions.map(({ id }) => id);
  return (
    <aside class="survey-aside" aria-label={t('surveys.aside')}>
      {draft && (
        <section class="card">
          <h2>{t(faults.length === 0 ? 'surveys.ready' : 'surveys.remains')}</h2>
          {faults.length === 0 ? (
            <p>{t('surveys.ready.text')}</p>
          ) : (
            <ul class="checks">
              {faults.map((fault, index) => {
                const { key, params } = faultMessage(t, fault);
                const number = 'question' in fault ? asked.indexOf(fault.question) + 1 : 0;
                return (
                  <li key={index} class="missing">
                    <p>
                      {'question' in fault && (
                        <>
                          <a href={`#${fault.question}`}>{t('surveys.question-number', { number })}</a>:{' '}
                        </>
                      )}
                      {t(key, params)}
                    </p>
                  </li>
                );
              })}
            </ul>
          )}
          <p class="buttons">
            <a class={faults.length > 0 ? 'button' : 'button quiet'} href={page('preview')}>
              {t('surveys.preview')}
            </a>
            {writes && faults.length === 0 && (
              <a class="button" href={page('open')}>
                {t('surveys.open')}
              </a>
            )}
          </p>
        </section>
      )}
      {survey.state !== 'closed' && survey.state !== 'closing' && <ClosingDay {...props} />}
      {(draft || survey.sensitive) && (
        <section class="card">
          <h2>{t('surveys.sensitive')}</h2>
          {draft && writes ? (
            <Form action={page('consent')} csrf={frame.csrf}>
              {special && <p>{t('surveys.sensitive.found')}</p>}
              <div class="tick">
                <input
                  type="checkbox"
                  id="sensitive"
                  name="sensitive"
                  value="yes"
                  checked={survey.sensitive}
                  aria-describedby="sensitive-hint"
                />
                <label for="sensitive">{t('surveys.sensitive.tick')}</label>
                <p class="hint" id="sensitive-hint">
                  {t('surveys.sensitive.hint')}
                </p>
              </div>
              <button type="submit" class="button quiet">
                {t('surveys.save')}
              </button>
            </Form>
          ) : (
            <p>{t(survey.sensitive ? 'surveys.sensitive.on' : 'surveys.sensitive.off')}</p>
          )}
        </section>
      )}
      {writes && (draft || survey.state === 'closed') && (
        <details>
          <summary>{t(draft ? 'surveys.remove-draft' : 'surveys.remove-closed')}</summary>
          <p>{t(draft ? 'surveys.remove-draft.text' : 'surveys.remove-closed.text')}</p>
          <ActButton
            action={page('remove')}
            csrf={frame.csrf}
            label={t('surveys.remove-draft.submit')}
            kind="stop"
          />
        </details>
      )}
    </aside>
  );
}
