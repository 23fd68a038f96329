const SPEC = 'test/unit/shown-results.spec.ts';
const RESULTS = 'src/surveys/shown-results.ts';
const NONE_UNDER =
  'shownResults shows no number and no difference of two under the floor, and keeps the sums';

/** @type {import('../mutations.mjs').Guard[]} */
export const ofSurveyResults = [
  {
    guard: 'surveys: small cells are merged until none is under the floor',
    inFile: RESULTS,
    changes: [['rising[taken]!.count < floor', 'rising[taken]!.count < 1']],
    caughtBy: [{ spec: SPEC, test: NONE_UNDER, says: 'Property failed' }],
  },
  {
    guard: 'surveys: what is asked of a number that is not told is not counted',
    inFile: RESULTS,
    changes: [['return complete && sum > 0', 'return sum > 0']],
    caughtBy: [{ spec: SPEC, test: NONE_UNDER, says: 'Property failed' }],
  },
  {
    guard: 'surveys: whoever was asked and did not answer is a cell too',
    inFile: RESULTS,
    changes: [['const silent = asked - total(cells);', 'const silent = 0 * asked;']],
    caughtBy: [{ spec: SPEC, test: NONE_UNDER, says: 'Property failed' }],
  },
];
