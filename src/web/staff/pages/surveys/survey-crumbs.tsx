import { translator } from '../../../../platform/i18n/messages.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { titleOf } from './survey-text.js';

/** What every page of a survey knows of where it is. */
export interface OfSurvey {
  frame: StaffFrame;
  register: { id: string; name: string };
  list: { id: string; name: string };
}

export function SurveyCrumbs({ frame, register, list, survey }: OfSurvey & { survey?: Survey }) {
  const t = translator(frame.locale);
  return (
    <p class="crumbs">
      <a href={staffPaths.list(register.id, list.id)}>{list.name}</a> /{' '}
      <a href={staffPaths.surveys(register.id, list.id)}>{t('surveys.title')}</a>
      {survey && (
        <>
          {' / '}
          <a href={staffPaths.survey(register.id, list.id, survey.id)}>
            {titleOf(t, survey.definition, frame.locale)}
          </a>
        </>
      )}
    </p>
  );
}
