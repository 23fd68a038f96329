import type { ComponentChildren } from 'preact';
import type { Message, Translate } from '../../../platform/i18n/messages.js';
import { fieldOf } from '../../../surveys/read-answers.js';
import {
  MOST_WORDS,
  type Question,
  type SurveyAnswers,
  type SurveyLocale,
} from '../../../surveys/survey-definition.js';

export interface SurveyQuestionProps {
  t: Translate;
  question: Question;
  language: SurveyLocale;
  /** Of its words, where it is another than the page's. */
  lang: string | undefined;
  answer: SurveyAnswers[string] | undefined;
  error?: Message | undefined;
}

/** One question in a fieldset of its own, or a text with its label: the same by keyboard and read aloud. */
export function SurveyQuestion(props: SurveyQuestionProps) {
  const { question } = props;
  switch (question.kind) {
    case 'one':
      return (
        <Asked {...props}>
          <Choices {...props} name={fieldOf(question.id)} options={question.options} chosen={props.answer} />
        </Asked>
      );
    case 'several':
      return (
        <Asked {...props}>
          <p class="hint">{props.t('answer-survey.several')}</p>
          <Ticks {...props} name={fieldOf(question.id)} options={question.options} chosen={props.answer} />
        </Asked>
      );
    case 'scale':
      return (
        <Asked {...props}>
          <Scale {...props} question={question} />
        </Asked>
      );
    case 'matrix':
      return (
        <Asked {...props}>
          {question.rows.map((row) => (
            <fieldset class="row" key={row.id}>
              <legend lang={props.lang}>{row.words[props.language]}</legend>
              <Choices
                {...props}
                across
                name={fieldOf(question.id, row.id)}
                options={question.options}
                chosen={(props.answer as Record<string, string> | undefined)?.[row.id]}
              />
            </fieldset>
          ))}
        </Asked>
      );
    case 'text':
      return <Words {...props} />;
  }
}

function Asked({
  question,
  language,
  lang,
  children,
}: SurveyQuestionProps & { children: ComponentChildren }) {
  const name = fieldOf(question.id);
  const help = question.help?.[language];
  return (
    <fieldset class="question" id={name} aria-describedby={help ? `${name}-help` : undefined}>
      <legend lang={lang}>{question.words[language]}</legend>
      {help && (
        <p class="hint" id={`${name}-help`} lang={lang}>
          {help}
        </p>
      )}
      {children}
    </fieldset>
  );
}

interface OptionsProps extends SurveyQuestionProps {
  name: string;
  options: readonly { id: string; words: Question['words'] }[];
  chosen: SurveyAnswers[string] | undefined;
  /** Beside each other where there is room. */
  across?: boolean;
}

/** The last takes an answer back: without a script a radio button cannot be let go of again. */
function Choices({ t, name, options, chosen, language, lang, across }: OptionsProps) {
  return (
    <div class={across ? 'options across' : 'options'}>
      {options.map(({ id, words }) => (
        <div class="option" key={id}>
          <input type="radio" id={`${name}-${id}`} name={name} value={id} checked={chosen === id} />
          <label for={`${name}-${id}`} lang={lang}>
            {words[language]}
          </label>
        </div>
      ))}
      <NoAnswer t={t} name={name} />
    </div>
  );
}

function NoAnswer({ t, name }: { t: Translate; name: string }) {
  return (
    <div class="option none">
      <input type="radio" id={`${name}-`} name={name} value="" />
      <label for={`${name}-`}>{t('answer-survey.no-answer')}</label>
    </div>
  );
}

function Ticks({ name, options, chosen, language, lang }: OptionsProps) {
  const ticked = Array.isArray(chosen) ? chosen : [];
  return (
    <div class="options">
      {options.map(({ id, words }) => (
        <div class="option" key={id}>
          <input type="checkbox" id={`${name}-${id}`} name={name} value={id} checked={ticked.includes(id)} />
          <label for={`${name}-${id}`} lang={lang}>
            {words[language]}
          </label>
        </div>
      ))}
    </div>
  );
}

function Scale({
  t,
  question,
  answer,
  language,
  lang,
}: SurveyQuestionProps & { question: Question & { kind: 'scale' } }) {
  const name = fieldOf(question.id);
  const { from, to } = question;
  const low = question.low[language];
  const high = question.high[language];
  return (
    <div class="scale">
      <p class="ends" lang={lang} aria-hidden="true">
        <span>
          {from} = {low}
        </span>
        <span>
          {to} = {high}
        </span>
      </p>
      <div class="numbers">
        {Array.from({ length: to - from + 1 }, (_, at) => String(from + at)).map((number) => (
          <div key={number}>
            <input
              type="radio"
              id={`${name}-${number}`}
              name={name}
              value={number}
              checked={answer === number}
            />
            <label for={`${name}-${number}`}>
              {number}
              {number === String(from) && <span class="unseen">: {low}</span>}
              {number === String(to) && <span class="unseen">: {high}</span>}
            </label>
          </div>
        ))}
      </div>
      <NoAnswer t={t} name={name} />
    </div>
  );
}

function Words({ t, question, language, lang, answer, error }: SurveyQuestionProps) {
  const name = fieldOf(question.id);
  const help = question.help?.[language];
  const described = [error && `${name}-error`, help && `${name}-help`, `${name}-hint`]
    .filter(Boolean)
    .join(' ');
  return (
    <div class={error ? 'question field wrong' : 'question field'}>
      <label for={name} lang={lang}>
        {question.words[language]}
      </label>
      {help && (
        <p class="hint" id={`${name}-help`} lang={lang}>
          {help}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {t(error.key, error.params)}
        </p>
      )}
      <textarea
        id={name}
        name={name}
        rows={4}
        autocomplete="off"
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
      >
        {typeof answer === 'string' ? answer : ''}
      </textarea>
      <p class="hint" id={`${name}-hint`}>
        {t('answer-survey.words-hint', { most: MOST_WORDS })}
      </p>
    </div>
  );
}
