import { monthOf } from '../../../pages/month.js';
import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import type { OfSurvey } from './survey-crumbs.js';
import { titleOf } from './survey-text.js';

export interface SurveysPageProps extends OfSurvey {
  notice?: Message;
  surveys: readonly Survey[];
}

/** The surveys of a list. */
export function SurveysPage({ frame, notice, register, list, surveys }: SurveysPageProps) {
  const t = translator(frame.locale);
  const title = t('surveys.title');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('surveys.lead')}</p>
      {surveys.length === 0 && <p class="note">{t('surveys.none')}</p>}
      {mayDo(frame.member.grants, 'write-campaign', { registerId: register.id, listId: list.id }) && (
        <p class="buttons">
          <a class="button" href={staffPaths.newSurvey(register.id, list.id)}>
            {t('surveys.new')}
          </a>
        </p>
      )}
      {surveys.length > 0 && (
        <ul class="survey-list">
          {surveys.map((survey) => (
            <li key={survey.id} class="card">
              <h2>
                <a href={staffPaths.survey(register.id, list.id, survey.id)}>
                  {titleOf(t, survey.definition, frame.locale)}
                </a>
              </h2>
              <p>
                <span class={`survey-state ${survey.state}`}>{t(`surveys.state.${survey.state}`)}</span>{' '}
                <span class="hint">
                  {t('surveys.line', {
                    month: monthOf(survey.month, frame.locale),
                    count: survey.definition.questions.length,
                  })}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </StaffLayout>
  );
}
