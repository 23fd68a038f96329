import type { ComponentChildren } from 'preact';
import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { ShownPart, ShownShare } from '../../../../surveys/shown-results.js';
import type { Question, SurveyDefinition } from '../../../../surveys/survey-definition.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { tenth } from '../numbers/plot-scale.js';
import { wordsFor } from './survey-text.js';

interface TableProps {
  frame: StaffFrame;
  definition: SurveyDefinition;
  question: Question;
  asked: number;
  floor: number;
  caption?: string;
}

/** What a cell is called: an option's words, a number, or that nothing was answered. */
function namer({ frame, definition, question }: TableProps) {
  const t = translator(frame.locale);
  return (cell: string): string => {
    if (cell === '') return t('surveys.results.silent');
    if (question.kind === 'scale') return scaleName(question, Number(cell));
    if (!('options' in question)) return cell;
    const option = question.options.find(({ id }) => id === cell);
    return (option && wordsFor(option.words, definition, frame.locale)?.text) ?? t('surveys.no-words');
  };

  function scaleName({ from, to, low, high }: Extract<Question, { kind: 'scale' }>, at: number): string {
    const words = at === from ? low : at === to ? high : undefined;
    const end = words && wordsFor(words, definition, frame.locale)?.text;
    return end ? t('surveys.results.end', { number: at, words: end }) : String(at);
  }
}

/** Answers of which each person gave one. Those that were merged stand in one line. */
export function PartsTable(props: TableProps & { parts: readonly ShownPart[] }) {
  const { frame, asked, parts } = props;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const name = namer(props);
  const silent = t('surveys.results.silent-too');
  const list = new Intl.ListFormat(t('locale.tag'), { type: 'disjunction' });
  if (parts.length < 2)
    return (
      <div>
        {props.caption && <p class="caption">{props.caption}</p>}
        <p class="note">{t('surveys.results.alone', { count: asked })}</p>
      </div>
    );
  return (
    <Table {...props}>
      {parts.map(({ cells, count }) => (
        <Line
          key={cells.join(' ')}
          t={t}
          label={
            cells.length > 1
              ? list.format(cells.map((cell) => (cell === '' ? silent : name(cell))))
              : name(cells[0]!)
          }
          share={count / asked}
          shown={number(count)}
          silent={cells.length === 1 && cells[0] === ''}
        />
      ))}
    </Table>
  );
}

/** Answers of which each person could tick several: each stands for itself, and they add up to nothing. */
export function EachTable(props: TableProps & { options: readonly { option: string; share: ShownShare }[] }) {
  const { frame, asked, floor, options } = props;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const name = namer(props);
  return (
    <>
      <Table {...props}>
        {options.map(({ option, share }) => (
          <Line
            key={option}
            t={t}
            label={name(option)}
            share={typeof share === 'number' ? share / asked : null}
            // More than it is not told: the bar goes as far as is said.
            {...(share === 'most' && { drawn: (asked - floor) / asked })}
            shown={
              typeof share === 'number'
                ? number(share)
                : share === 'few'
                  ? t('surveys.results.fewer', { floor })
                  : t('surveys.results.more', { count: asked - floor })
            }
            silent={false}
          />
        ))}
      </Table>
      <p class="hint">{t('surveys.results.several')}</p>
    </>
  );
}

function Table({ frame, caption, children }: TableProps & { children: ComponentChildren }) {
  const t = translator(frame.locale);
  return (
    <table class="results">
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>
          <th scope="col">{t('surveys.results.answer')}</th>
          <th scope="col" class="plot-cell">
            <span class="unseen">{t('surveys.results.plot')}</span>
          </th>
          <th scope="col">{t('surveys.results.count')}</th>
          <th scope="col">{t('surveys.results.share')}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface LineProps {
  t: ReturnType<typeof translator>;
  label: string;
  /** Of all who were asked; null where it is not to be told. */
  share: number | null;
  /** How far the bar goes, where it is another. */
  drawn?: number;
  shown: string;
  silent: boolean;
}

function Line({ t, label, share, drawn = share ?? 0, shown, silent }: LineProps) {
  const percent = share === null ? null : Math.round(share * 100);
  return (
    <tr>
      <th scope="row">{label}</th>
      <td class="plot-cell">
        <svg aria-hidden="true" viewBox="0 0 100 16" width="100%" height="16" preserveAspectRatio="none">
          <rect class="track" x="0" y="0" width="100" height="16" />
          {drawn > 0 && (
            <rect
              class={silent ? 'mark erased' : 'mark'}
              x="0"
              y="0"
              width={tenth(drawn * 100)}
              height="16"
            />
          )}
        </svg>
      </td>
      <td>{shown}</td>
      <td>{percent === null ? '' : t('surveys.results.percent', { percent })}</td>
    </tr>
  );
}
