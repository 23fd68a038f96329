import type { Message, Translate } from '../../../platform/i18n/messages.js';
import { type AnswerErrors, type AnswersTyped, Questions } from './questions.js';
import { ListTerms, SenderTerm, sharedSender, type OfferedList } from './offered-list.js';

export interface ListChoiceProps {
  t: Translate;
  lists: readonly OfferedList[];
  /** Slugs the person ticked before; nothing is ever ticked for them. */
  chosen: readonly string[];
  error?: Message;
  /** What was answered last time to the questions of several lists; one list's come after the address. */
  answers?: AnswersTyped;
  errors?: AnswerErrors;
}

export function ListChoice({ t, lists, chosen, error, answers, errors }: ListChoiceProps) {
  const [only] = lists;
  if (only && lists.length === 1) {
    return (
      <section class="only" id="lists">
        <h2 class="small">{t('sign-up.list-one')}</h2>
        <ListTerms t={t} list={only} id="terms" />
        <input type="hidden" name="list" value={only.slug} />
        {error && <p class="error">{t(error.key, error.params)}</p>}
      </section>
    );
  }
  const oneSender = sharedSender(lists);
  return (
    <fieldset id="lists" aria-describedby={error && 'lists-error'} class={error ? 'wrong' : undefined}>
      <legend>{t('sign-up.list-many')}</legend>
      {error && (
        <p class="error" id="lists-error">
          {t(error.key, error.params)}
        </p>
      )}
      {lists.map((list) => (
        <div class="choice" key={list.slug}>
          <input
            type="checkbox"
            id={`list-${list.slug}`}
            name="list"
            value={list.slug}
            checked={chosen.includes(list.slug)}
            aria-describedby={`list-${list.slug}-terms`}
          />
          <label for={`list-${list.slug}`}>{list.name}</label>
          <ListTerms t={t} list={list} id={`list-${list.slug}-terms`} sender={!oneSender} />
          {list.asks && list.asks.length > 0 && (
            <div class="asks">
              <Questions t={t} asks={list.asks} values={answers} errors={errors} />
            </div>
          )}
        </div>
      ))}
      {oneSender && (
        <dl class="terms shared">
          <SenderTerm t={t} list={oneSender} />
        </dl>
      )}
    </fieldset>
  );
}
