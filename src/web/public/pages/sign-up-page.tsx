import { translator } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField, type FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';
import type { OfferedList } from './offered-list.js';
import { ListChoice } from './list-choice.js';
import { type AnswerErrors, answerName, type AnswersTyped, Questions } from './questions.js';
import { SmallPromises } from './small-promises.js';

export interface SignUpPageProps {
  frame: PublicFrame;
  /** The list's or the register's name. */
  name: string;
  /** Where the form is posted: `list` (repeated slugs), `address`, `website` (must stay empty), `stamp`, `locale`. */
  action: string;
  /** One list: the button is the yes. Several: a box each, none ticked. */
  lists: readonly OfferedList[];
  /** Signed time of showing, for the minimum time. */
  stamp: string;
  /** What was typed last time, so that nothing is lost. */
  values?: { address: string; lists: readonly string[]; answers?: AnswersTyped };
  errors?: FormErrors<'address' | 'lists'> & AnswerErrors;
  /** From which age one may sign up alone; 0 leaves it unsaid. */
  minimumAge?: number;
  /** Where anybody may read what was sent; absent where nobody may. */
  archiveHref?: string | undefined;
}

/** A sentence about an answer alone would not tell to which question. */
function questionLabels(lists: readonly OfferedList[]): Record<string, string> {
  const asks = lists.flatMap((list) => list.asks ?? []);
  return Object.fromEntries(asks.map(({ id, label }) => [answerName(id), label]));
}

export function SignUpPage({
  frame,
  name,
  action,
  lists,
  stamp,
  values,
  errors,
  minimumAge = 0,
  archiveHref,
}: SignUpPageProps) {
  const t = translator(frame.locale);
  const heading = t('sign-up.title', { name });
  const only = lists.length === 1 ? lists[0] : undefined;
  const title =
    errors && Object.keys(errors).length > 0 ? t('form.error-title', { title: heading }) : heading;
  return (
    <PublicLayout frame={frame} title={title}>
      <h1>{heading}</h1>
      <p class="lead">{t(lists.length === 1 ? 'sign-up.lead-one' : 'sign-up.lead-many')}</p>
      <ErrorSummary
        t={t}
        errors={{ ...errors, form: errors?.form, lists: errors?.lists, address: errors?.address }}
        labels={questionLabels(lists)}
      />
      <Form action={action} class="card">
        <ListChoice
          t={t}
          lists={lists}
          chosen={values?.lists ?? []}
          error={errors?.lists}
          answers={values?.answers}
          errors={errors}
        />
        <TextField
          t={t}
          name="address"
          kind="address"
          label={t('sign-up.address')}
          hint={t('sign-up.address-hint')}
          error={errors?.address}
          value={values?.address}
          autocomplete="email"
        />
        {only?.asks && <Questions t={t} asks={only.asks} values={values?.answers} errors={errors} />}
        {minimumAge > 0 && <p class="hint">{t('sign-up.age', { age: minimumAge })}</p>}
        <div class="nobody" aria-hidden="true">
          <label for="website">{t('sign-up.honeypot')}</label>
          <input type="text" id="website" name="website" tabindex={-1} autocomplete="off" />
        </div>
        <input type="hidden" name="stamp" value={stamp} />
        <input type="hidden" name="locale" value={frame.locale} />
        <button type="submit" class="button">
          {t('sign-up.submit')}
        </button>
      </Form>
      {archiveHref && (
        <p>
          <a href={inLanguage(archiveHref, frame.locale)}>{t('sign-up.archive')}</a>
        </p>
      )}
      <SmallPromises t={t} />
    </PublicLayout>
  );
}
