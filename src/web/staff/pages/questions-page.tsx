import type { AskedField } from '../../../consent/asked-fields.queries.js';
import { LOCALES, translator, type Locale, type Message } from '../../../platform/i18n/messages.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import { TextField, type FormErrors } from '../../pages/field.js';
import { ActButton, Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

/** The names the fields are posted under. */
export type QuestionField = 'name' | `label_${Locale}` | `why_${Locale}`;

export interface QuestionsPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  list: { id: string; name: string };
  asks: readonly AskedField[];
  values?: Partial<Record<QuestionField, string>>;
  errors?: FormErrors<QuestionField>;
}

const MOST = 3;

export function QuestionsPage(props: QuestionsPageProps) {
  const { frame, notice, register, list, asks, values = {}, errors = {} } = props;
  const t = translator(frame.locale);
  const title = t('questions.title');
  const labels = Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const language = translator(locale)('locale.name');
      return [
        [`label_${locale}`, t('questions.label', { language })],
        [`why_${locale}`, t('questions.why', { language })],
      ];
    }),
  ) as Record<QuestionField, string>;
  labels.name = t('questions.name');
  const common = (name: QuestionField) => ({
    t,
    name,
    label: labels[name],
    value: values[name],
    error: errors[name],
    autocomplete: 'off',
  });
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{t('questions.lead')}</p>
      {asks.length === 0 && <p class="note">{t('questions.none')}</p>}
      {asks.map((asked) => (
        <Asked key={asked.id} frame={frame} registerId={register.id} listId={list.id} asked={asked} />
      ))}
      {asks.length >= MOST ? (
        <p class="note">{t('questions.full')}</p>
      ) : (
        <>
          <h2>{t('questions.add')}</h2>
          <ErrorSummary t={t} errors={errors} labels={labels} />
          <Form action={staffPaths.questions(register.id, list.id)} csrf={frame.csrf}>
            <TextField {...common('name')} kind="url" hint={t('questions.name-hint')} />
            {LOCALES.map((locale) => (
              <fieldset key={locale}>
                <legend class="heading">
                  {t('list-form.language', { language: translator(locale)('locale.name') })}
                </legend>
                <TextField {...common(`label_${locale}`)} lang={locale} hint={t('questions.label-hint')} />
                <TextField {...common(`why_${locale}`)} lang={locale} hint={t('questions.why-hint')} />
              </fieldset>
            ))}
            <button type="submit" class="button">
              {t('questions.submit')}
            </button>
          </Form>
        </>
      )}
    </StaffLayout>
  );
}

interface AskedProps {
  frame: StaffFrame;
  registerId: string;
  listId: string;
  asked: AskedField;
}

function Asked({ frame, registerId, listId, asked }: AskedProps) {
  const t = translator(frame.locale);
  const word = t('questions.place-word');
  return (
    <section class="card">
      <h2>{(asked.texts[frame.locale] ?? Object.values(asked.texts)[0])?.label}</h2>
      <dl class="facts">
        {LOCALES.map((locale) => {
          const text = asked.texts[locale];
          return (
            text && (
              <div key={locale}>
                <dt lang={locale}>{translator(locale)('locale.name')}</dt>
                <dd lang={locale}>{text.label}</dd>
                <dd class="hint" lang={locale}>
                  {text.why}
                </dd>
              </div>
            )
          );
        })}
        <div>
          <dt>{t('questions.place')}</dt>
          <dd>
            <code>{t('questions.place-example', { name: asked.name, word })}</code>
          </dd>
        </div>
      </dl>
      <p class="hint">{t('questions.remove-hint')}</p>
      <ActButton
        action={staffPaths.dropQuestion(registerId, listId, asked.id)}
        csrf={frame.csrf}
        label={t('questions.remove')}
        kind="stop"
      />
    </section>
  );
}
