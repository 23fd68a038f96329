import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { ActButton } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import type { SurveyPageProps } from './survey-page.js';

/** How an open survey stands: in tens, so that nobody sees an answer come in. */
export function OpenSurvey({
  frame,
  register,
  list,
  survey,
  tens,
  writes,
}: SurveyPageProps & { writes: boolean }) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const page = (which: string) => staffPaths.surveyPage(register.id, list.id, survey.id, which);
  if (survey.state === 'opening')
    return (
      <div class="note">
        <p>{t('surveys.opening.text')}</p>
        <p>
          <a href={staffPaths.survey(register.id, list.id, survey.id)}>{t('surveys.look-again')}</a>
        </p>
      </div>
    );
  return (
    <section class="card standing" aria-labelledby="standing">
      <h2 id="standing">{t('surveys.standing')}</h2>
      <p class="big">
        <strong>
          {tens === 0 ? t('surveys.under-ten') : t('surveys.at-least', { count: number(tens) })}
        </strong>
        <span>{t('surveys.have-answered')}</span>
      </p>
      <p class="hint">{t('surveys.standing.hint')}</p>
      {writes && (
        <div class="buttons">
          <ActButton action={page('invitation')} csrf={frame.csrf} label={t('surveys.invite')} />
          <a class="button quiet" href={page('preview')}>
            {t('surveys.preview')}
          </a>
          <a class="button stop" href={page('close')}>
            {t('surveys.close')}
          </a>
        </div>
      )}
    </section>
  );
}
