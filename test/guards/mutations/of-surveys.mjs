const SPEC = 'test/promises/p08-surveys.spec.ts';
const MATCHED =
  'match people to what is in the table answer, with all that was ever written in order, dumps of every moment, the relay’s order, who answered when, and half of the truth: no better than guessing within a batch';
const WRITER = 'src/keeper/surveys/write-answers.service.ts';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofSurveys = [
  {
    guard: 'surveys: a batch is written in an order of chance',
    inTurn: true,
    inFile: WRITER,
    changes: [['putAnswers(tx, id, shuffled(answers))', 'putAnswers(tx, id, answers)']],
    caughtBy: [{ spec: SPEC, test: MATCHED, says: 'toBeLessThan' }],
  },
  {
    guard: 'surveys: no answer is written when it is given',
    inTurn: true,
    inFile: WRITER,
    changes: [['LEAST_OF_A_BATCH = 10', 'LEAST_OF_A_BATCH = 1']],
    caughtBy: [{ spec: SPEC, test: MATCHED, says: 'toBeGreaterThanOrEqual' }],
  },
  {
    guard: 'surveys: a ticket is used once',
    inTurn: true,
    inFile: 'src/surveys/answer-survey.service.ts',
    changes: [[`if (used.length === 0) return 'already';`, '']],
    caughtBy: [
      {
        spec: SPEC,
        test: 'answer twice with one ticket, at the same moment too; with a forged one, an altered one, or another survey’s: never',
        says: 'toHaveLength',
      },
    ],
  },
  {
    guard: 'surveys: every answer is as long as every other',
    inTurn: true,
    inFile: 'src/surveys/answer-survey.service.ts',
    changes: [
      ['answersShown(definition, answers), sizeOf(definition))', 'answersShown(definition, answers))'],
    ],
    caughtBy: [
      {
        spec: 'test/long/survey-answers.spec.ts',
        test: 'answers every one of a survey is as long as every other, sealed',
        says: 'lengths',
      },
    ],
  },
];
