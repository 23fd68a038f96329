import type { SurveyPlace } from '../../surveys/surveys.queries.js';
import type { Kept } from '../../surveys/write-survey.service.js';
import { SeeOther } from '../http/page.js';
import { staffPaths } from '../pages/paths.js';
import { type Done, withDone } from './notices.js';

/** To the survey's own page, where it is said what was done. @param question the one on it to stand at */
export function backToSurvey(
  { registerId, listId }: SurveyPlace,
  id: string,
  done: Done,
  question?: string,
): SeeOther {
  const path = withDone(staffPaths.survey(registerId, listId, id), done);
  return new SeeOther(question === undefined ? path : `${path}#${question}`);
}

/** What is said of it: done, unless somebody else was there meanwhile. */
export function ifKept(kept: Kept, done: Done): Done {
  return kept === 'kept' ? done : 'survey-changed';
}
