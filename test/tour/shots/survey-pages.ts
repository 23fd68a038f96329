import { listId, listOf, registerId } from '../plan.js';
import { surveyId } from '../surveys.js';
import type { NamedPage } from './named-pages.js';

const survey = (list: string, key: Parameters<typeof surveyId>[0]): string =>
  `/staff/registers/${registerId(listOf(list).register)}/lists/${listId(list)}/surveys/${surveyId(key)}`;

/** Surveys as whoever was invited meets them, and as staff do. An answer uses its way up: each of the acts has its own. */
export function surveyPages([open, sent]: readonly string[]): NamedPage[] {
  return [
    { name: 'survey', who: undefined, path: open! },
    { name: 'survey-nynorsk', who: undefined, path: `${open!}?lang=nn` },
    { name: 'survey-english', who: undefined, path: `${open!}?lang=en` },
    { name: 'survey-nothing-answered', who: undefined, path: open!, act: { form: '/survey/' } },
    {
      name: 'survey-thanks',
      who: undefined,
      path: sent!,
      act: { fill: { 'q-long': 'some', 'q-seen': '4' }, form: '/survey/' },
    },
    { name: 'survey-closed', who: undefined, path: `/survey/${surveyId('program')}` },
    { name: 'survey-without-ticket', who: undefined, path: `/survey/${surveyId('frivillige')}` },
    { name: 'staff-survey-draft', who: 'ola', path: survey('familielordag', 'kladd') },
    { name: 'staff-survey-open', who: 'ola', path: survey('frivillige', 'frivillige') },
    { name: 'staff-survey-closed', who: 'ola', path: survey('programmet', 'program') },
    { name: 'staff-survey-results', who: 'ola', path: `${survey('programmet', 'program')}/results` },
    { name: 'staff-survey-said', who: 'ola', path: `${survey('programmet', 'program')}/said` },
  ];
}
