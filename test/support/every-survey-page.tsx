import type { Question, SurveyDefinition } from '../../src/surveys/survey-definition.js';
import type { Survey } from '../../src/surveys/surveys.queries.js';
import type { StaffFrame } from '../../src/web/pages/frame.js';
import { firstStep } from '../../src/web/public/survey-form.js';
import { BeforeClosingPage } from '../../src/web/staff/pages/surveys/before-closing-page.js';
import { BeforeOpeningPage } from '../../src/web/staff/pages/surveys/before-opening-page.js';
import { LookThroughPage } from '../../src/web/staff/pages/surveys/look-through-page.js';
import { SurveyPage } from '../../src/web/staff/pages/surveys/survey-page.js';
import { SurveyPreviewPage } from '../../src/web/staff/pages/surveys/survey-preview-page.js';
import { SurveyQuestionPage } from '../../src/web/staff/pages/surveys/survey-question-page.js';
import { SurveyResultsPage } from '../../src/web/staff/pages/surveys/survey-results-page.js';
import { SurveyWordsPage } from '../../src/web/staff/pages/surveys/survey-words-page.js';
import { SurveysPage } from '../../src/web/staff/pages/surveys/surveys-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

/** A survey in every state, its questions of every kind, and what came of it. */
export function surveyPages(frame: StaffFrame, words: Words): NamedPage[] {
  const say = (text: string, other = text) => ({ nb: text, en: other });
  const option = (id: string, text: string) => ({ id, words: say(text) });
  const questions: [Question, Question, ...Question[]] = [
    {
      kind: 'one',
      id: 'q1',
      words: say(words.surveyOften),
      options: [
        option('o1', words.surveyMonthly),
        option('o2', words.surveySeldom),
        option('o3', words.surveyNever),
      ],
    },
    {
      kind: 'several',
      id: 'q2',
      words: say(words.surveyHeard),
      help: say(words.surveyHelp),
      if: { question: 'q1', options: ['o1', 'o2'] },
      options: [option('o4', words.list), option('o5', words.thirdList), option('o6', words.otherList)],
    },
    {
      kind: 'scale',
      id: 'q3',
      words: say(words.surveyPleased),
      from: 1,
      to: 5,
      low: say(words.surveyLow),
      high: say(words.surveyHigh),
    },
    {
      kind: 'matrix',
      id: 'q4',
      words: say(words.surveyHow),
      rows: [option('r1', words.surveySound), option('r2', words.surveySeats)],
      options: [
        option('o7', words.surveyGood),
        option('o8', words.surveyFair),
        option('o9', words.surveyBad),
      ],
    },
    { kind: 'text', id: 'q5', words: say(words.surveyMore) },
  ];
  const definition: SurveyDefinition = {
    locales: ['nb', 'en'],
    title: say(words.surveyTitle),
    introduction: say(words.surveyWhy),
    questions,
  };
  const draft: Survey = {
    id: '00000000-0000-4000-8000-000000000001',
    state: 'draft',
    definition,
    sensitive: false,
    closesOn: '2026-12-18',
    answered: null,
    month: '2026-11-01',
    revision: 7,
  };
  const missing: Survey = {
    ...draft,
    definition: {
      ...definition,
      introduction: {},
      questions: [
        { ...questions[0], words: { nb: words.surveySpecial } },
        {
          kind: 'one',
          id: 'q6',
          words: {},
          options: [{ id: 'o1', words: {} }, option('o2', words.surveyNever)],
        },
      ],
    },
    closesOn: null,
  };
  const closed: Survey = { ...draft, state: 'closed', answered: 63 };
  const of = { frame, register: frame.registers[0]!, list: { id: 'l1', name: words.list } };
  const page = { ...of, today: '2026-11-29', tens: 0, unread: 0 };
  const form = { ...of, survey: draft, isNew: false, seen: 'x' };
  const part = (cells: string[], count: number) => ({ cells, count });
  const said = {
    id: '00000000-0000-4000-8000-000000000002',
    question: 'q5',
    words: words.surveySaid,
    state: 'unread' as const,
  };
  const builder = <SurveyPage {...page} survey={draft} notice={{ key: 'surveys.done.question' }} />;
  return [
    ['surveys', <SurveysPage {...of} surveys={[{ ...draft, state: 'open' }, draft, closed]} />],
    ['surveys, none', <SurveysPage {...of} surveys={[]} />],
    [
      'survey, new',
      <SurveyWordsPage
        {...of}
        survey={null}
        words={{ locales: ['nb'], title: {}, introduction: {}, questions: [] }}
      />,
    ],
    [
      'survey, words changed by another',
      <SurveyWordsPage
        {...of}
        survey={{ id: draft.id, seen: 'x' }}
        words={definition}
        errors={{ title_en: { key: 'form.too-long', params: { max: 120 } } }}
        meanwhile={definition}
      />,
    ],
    ['survey, draft', builder],
    ['survey, draft with something missing', <SurveyPage {...page} survey={missing} />],
    [
      'survey, draft without questions',
      <SurveyPage
        {...page}
        survey={{ ...draft, definition: { ...definition, questions: [] } }}
        again={{ day: '2020-01-01', error: { key: 'surveys.day.past' } }}
      />,
    ],
    ...questions.map((question): NamedPage => [
      `survey, question of the kind ${question.kind}`,
      <SurveyQuestionPage {...form} question={question} />,
    ]),
    [
      'survey, question changed by another',
      <SurveyQuestionPage
        {...form}
        question={questions[1]}
        meanwhile={questions[1]}
        errors={{
          words_nb: { key: 'form.too-long', params: { max: 300 } },
          if_q1: { key: 'surveys.condition-none' },
        }}
      />,
    ],
    [
      'survey, tried',
      <SurveyPreviewPage {...of} survey={draft} language="nb" step={firstStep(definition)} />,
    ],
    ['survey, tried to the end', <SurveyPreviewPage {...of} survey={draft} language="nb" step={null} />],
    ['survey, before opening', <BeforeOpeningPage {...of} survey={draft} />],
    ['survey, being opened', <SurveyPage {...page} survey={{ ...draft, state: 'opening' }} />],
    ['survey, open', <SurveyPage {...page} survey={{ ...draft, state: 'open' }} tens={40} />],
    ['survey, before closing', <BeforeClosingPage {...of} survey={{ ...draft, state: 'open' }} tens={40} />],
    ['survey, closed', <SurveyPage {...page} survey={closed} unread={12} />],
    [
      'survey, results',
      <SurveyResultsPage
        {...of}
        survey={closed}
        floor={5}
        counts={[{ question: 'q5', all: 14, unread: 3 }]}
        said={[{ ...said, state: 'shown' }]}
        results={[
          {
            question: 'q1',
            asked: 63,
            answers: { kind: 'parts', parts: [part(['o1'], 31), part(['o2'], 20), part(['o3', ''], 12)] },
          },
          {
            question: 'q2',
            asked: 51,
            answers: {
              kind: 'each',
              options: [
                { option: 'o4', share: 27 },
                { option: 'o5', share: 'few' },
                { option: 'o6', share: 'most' },
              ],
            },
          },
          {
            question: 'q3',
            asked: 63,
            answers: {
              kind: 'parts',
              parts: [part(['1'], 5), part(['2'], 6), part(['3'], 12), part(['4'], 30), part(['5'], 10)],
              average: 3.54,
            },
          },
          {
            question: 'q4',
            asked: 63,
            answers: {
              kind: 'rows',
              rows: [
                { row: 'r1', parts: [part(['o7'], 40), part(['o8'], 15), part(['o9', ''], 8)] },
                { row: 'r2', parts: [part(['o7', 'o8', 'o9'], 63)] },
              ],
            },
          },
          { question: 'q5', asked: 63, answers: { kind: 'text' } },
        ]}
      />,
    ],
    [
      'survey, results of too few',
      <SurveyResultsPage
        {...of}
        survey={{ ...closed, answered: 8 }}
        floor={5}
        counts={[]}
        said={[]}
        results={null}
      />,
    ],
    [
      'survey, text to look through',
      <LookThroughPage
        {...of}
        survey={closed}
        counts={[{ question: 'q5', all: 14, unread: 3 }]}
        said={said}
      />,
    ],
    ['survey, looked through', <LookThroughPage {...of} survey={closed} counts={[]} said={null} />],
  ];
}
