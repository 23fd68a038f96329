import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { ActButton } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';

/** Before a survey is closed: that it is for good, and what is left of the answers. */
export function BeforeClosingPage({
  frame,
  register,
  list,
  survey,
  tens,
}: OfSurvey & { survey: Survey; tens: number }) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const title = t('surveys.close.title');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <SurveyCrumbs frame={frame} register={register} list={list} survey={survey} />
      <h1>{title}</h1>
      <p class="lead">
        {tens === 0 ? t('surveys.close.few') : t('surveys.close.many', { count: number(tens) })}
      </p>
      <ul>
        <li>{t('surveys.close.for-good')}</li>
        <li>{t('surveys.close.counted')}</li>
        <li>{t('surveys.close.link')}</li>
        <li>{t('surveys.close.results')}</li>
      </ul>
      <div class="buttons">
        <ActButton
          action={staffPaths.surveyPage(register.id, list.id, survey.id, 'close')}
          csrf={frame.csrf}
          label={t('surveys.close.submit')}
          kind="stop"
        />
        <a class="button quiet" href={staffPaths.survey(register.id, list.id, survey.id)}>
          {t('surveys.close.leave')}
        </a>
      </div>
    </StaffLayout>
  );
}
