import type { Question, SurveyDefinition } from './survey-definition.js';

/** How many of whom it was asked answered so: as `survey.tally` has it. '' is nothing answered, of whatever reason. */
export interface TallyCell {
  question: string;
  /** Of a matrix; '' elsewhere. */
  row: string;
  cell: string;
  count: number;
}

/** Cells that are shown as one number. '' is whoever was asked and did not answer. */
export interface ShownPart {
  cells: readonly string[];
  count: number;
}

/** Of an option of which each may be ticked: its number, or that it is under the floor, or all but fewer than it. */
export type ShownShare = number | 'few' | 'most';

export type ShownAnswers =
  /** Add up to `asked`. One alone says no more than `asked` itself. */
  | { kind: 'parts'; parts: readonly ShownPart[]; average?: number }
  | { kind: 'rows'; rows: readonly { row: string; parts: readonly ShownPart[] }[] }
  | { kind: 'each'; options: readonly { option: string; share: ShownShare }[] }
  /** What people wrote stands elsewhere. */
  | { kind: 'text' };

export interface ShownQuestion {
  question: string;
  /** How many it was shown to; null where that number is not to be told, and then nothing of it is. */
  asked: number | null;
  answers: ShownAnswers | null;
}

/** Fewer than these in all, and nothing is shown. */
export const FEWEST_ANSWERS = 10;
/** The least that a number may be, and what is left of all without it: in a survey of what is especially protected more. */
export const floorOf = ({ sensitive }: { sensitive: boolean }): number => (sensitive ? 10 : 5);

/**
 * The results of a closed survey, so that no number that is shown, no difference between two of them and no difference
 * to all is of fewer people than `floor`. Null where fewer than ten have answered.
 *
 * A question with a condition is counted among those it was shown to, and only where their number follows from what is
 * shown of the question before. That nobody left a question unanswered is no cell: it tells of nobody.
 */
export function shownResults(
  { questions }: SurveyDefinition,
  tally: readonly TallyCell[],
  answered: number,
  floor: number,
): ShownQuestion[] | null {
  if (answered < Math.max(FEWEST_ANSWERS, floor)) return null;
  const counts = new Map(tally.map(({ question, row, cell, count }) => [keyOf(question, row, cell), count]));
  const shown = new Map<string, ShownQuestion>();
  for (const question of questions) {
    const asked = askedOf(question, questions, shown, answered);
    const answers = asked === null ? null : shownOf(question, { counts, asked, floor });
    shown.set(question.id, { question: question.id, asked, answers });
  }
  return [...shown.values()];
}

const keyOf = (...parts: string[]) => parts.join(' ');

function askedOf(
  { if: condition }: Question,
  questions: readonly Question[],
  shown: ReadonlyMap<string, ShownQuestion>,
  answered: number,
): number | null {
  if (!condition) return answered;
  const before = shown.get(condition.question)?.answers;
  const wanted = new Set(condition.options);
  if (before?.kind === 'parts') {
    const within = before.parts.filter(({ cells }) => cells.every((cell) => wanted.has(cell)));
    const all = within.flatMap(({ cells }) => cells);
    // Those whose cells are shown together with others: how many they are is not to be told.
    const options = questions.find(({ id }) => id === condition.question);
    const known = options && 'options' in options ? options.options.map(({ id }) => id) : [];
    const complete = known.filter((id) => wanted.has(id)).every((id) => all.includes(id));
    const sum = total(within);
    return complete && sum > 0 ? sum : null;
  }
  if (before?.kind === 'each' && wanted.size === 1) {
    const share = before.options.find(({ option }) => wanted.has(option))?.share;
    return typeof share === 'number' ? share : null;
  }
  return null;
}

interface Counted {
  counts: ReadonlyMap<string, number>;
  asked: number;
  floor: number;
}

function shownOf(question: Question, { counts, asked, floor }: Counted): ShownAnswers | null {
  const at = (cell: string, row = '') => counts.get(keyOf(question.id, row, cell)) ?? 0;
  switch (question.kind) {
    case 'one':
      return { kind: 'parts', parts: partsOf(cellsOf(question.options, at, asked), floor) };
    case 'scale': {
      const numbers = Array.from({ length: question.to - question.from + 1 }, (_, n) => ({
        id: String(question.from + n),
      }));
      const parts = partsOf(cellsOf(numbers, at, asked), floor);
      const told = parts.filter(({ cells }) => cells[0] !== '');
      const whole = parts.every(({ cells }) => cells.length === 1);
      const sum = told.reduce((all, { cells, count }) => all + Number(cells[0]) * count, 0);
      return {
        kind: 'parts',
        parts,
        ...(whole && told.length > 0 && { average: sum / total(told) }),
      };
    }
    case 'matrix':
      return {
        kind: 'rows',
        rows: question.rows.map(({ id }) => ({
          row: id,
          parts: partsOf(
            cellsOf(question.options, (cell) => at(cell, id), asked),
            floor,
          ),
        })),
      };
    case 'several':
      // Of so few, each number or what is left of all without it would be under the floor.
      if (asked < 2 * floor) return null;
      return {
        kind: 'each',
        options: question.options.map(({ id }) => ({ option: id, share: shareOf(at(id), asked, floor) })),
      };
    case 'text':
      return { kind: 'text' };
  }
}

const total = (parts: readonly { count: number }[]) => parts.reduce((sum, { count }) => sum + count, 0);

/** Each cell by itself; the last is whoever was asked and did not answer, where there is somebody. */
function cellsOf(
  options: readonly { id: string }[],
  at: (cell: string) => number,
  asked: number,
): ShownPart[] {
  const cells = options.map(({ id }) => ({ cells: [id], count: at(id) }));
  const silent = asked - total(cells);
  return silent > 0 ? [...cells, { cells: [''], count: silent }] : cells;
}

/** The smallest become one, until none is under the floor. The order is kept; what was merged stands last. */
function partsOf(cells: readonly ShownPart[], floor: number): ShownPart[] {
  const rising = cells.toSorted((one, other) => one.count - other.count);
  let taken = 0;
  let sum = 0;
  while (taken < rising.length && (rising[taken]!.count < floor || (taken > 0 && sum < floor))) {
    sum += rising[taken]!.count;
    taken += 1;
  }
  const merged = new Set(rising.slice(0, taken));
  const alone = cells.filter((cell) => !merged.has(cell));
  if (taken === 0) return alone;
  const together = {
    cells: cells.filter((cell) => merged.has(cell)).flatMap((cell) => cell.cells),
    count: sum,
  };
  return [...alone, together];
}

function shareOf(count: number, asked: number, floor: number): ShownShare {
  return count < floor ? 'few' : count > asked - floor ? 'most' : count;
}
