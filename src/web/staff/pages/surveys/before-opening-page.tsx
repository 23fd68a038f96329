import { dayOf } from '../../../pages/month.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { faultsOf } from '../../../../surveys/survey-faults.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { ActButton } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';

/** Before a survey is opened: what can no longer be changed then, and what can. */
export function BeforeOpeningPage({ frame, register, list, survey }: OfSurvey & { survey: Survey }) {
  const t = translator(frame.locale);
  const { definition, closesOn } = survey;
  const title = t('surveys.open.title');
  const back = staffPaths.survey(register.id, list.id, survey.id);
  const whole = faultsOf(definition, survey).length === 0;
  const languages = new Intl.ListFormat(t('locale.tag'), { type: 'conjunction' }).format(
    definition.locales.map((locale) => t(`surveys.language.${locale}`)),
  );
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <SurveyCrumbs frame={frame} register={register} list={list} survey={survey} />
      <h1>{title}</h1>
      {whole ? (
        <>
          <p class="lead">{t('surveys.open.lead', { count: definition.questions.length, languages })}</p>
          <h2>{t('surveys.open.fixed')}</h2>
          <ul>
            <li>{t('surveys.open.questions')}</li>
            <li>{t('surveys.open.order')}</li>
            <li>{t(survey.sensitive ? 'surveys.open.sensitive' : 'surveys.open.not-sensitive')}</li>
          </ul>
          <h2>{t('surveys.open.free')}</h2>
          <ul>
            <li>
              {closesOn === null
                ? t('surveys.open.no-day')
                : t('surveys.open.day', { day: dayOf(closesOn, frame.locale) })}
            </li>
            <li>{t('surveys.open.close')}</li>
            <li>{t('surveys.open.invite')}</li>
          </ul>
          <p class="note">{t('surveys.open.apart')}</p>
        </>
      ) : (
        <p class="note warn">{t('surveys.not-whole')}</p>
      )}
      <div class="buttons">
        {whole && (
          <ActButton
            action={staffPaths.surveyPage(register.id, list.id, survey.id, 'open')}
            csrf={frame.csrf}
            label={t('surveys.open.submit')}
            fields={{ revision: String(survey.revision) }}
          />
        )}
        <a class="button quiet" href={back}>
          {t('surveys.open.leave')}
        </a>
      </div>
    </StaffLayout>
  );
}
