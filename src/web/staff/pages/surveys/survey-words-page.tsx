import { translator } from '../../../../platform/i18n/messages.js';
import { SURVEY_LOCALES, type SurveyDefinition } from '../../../../surveys/survey-definition.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import { TextArea, TextField } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import type { SurveyErrors } from '../../survey-form.js';
import { StaffLayout } from '../staff-layout.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';
import { titleOf, wordsFor } from './survey-text.js';

export interface SurveyWordsPageProps extends OfSurvey {
  /** Null while it is new. `seen`: what the form was made of. */
  survey: { id: string; seen: string } | null;
  words: SurveyDefinition;
  errors?: SurveyErrors;
  /** What a colleague has written in the same place since this was begun. */
  meanwhile?: SurveyDefinition;
}

/** Title, introduction and languages. A language that is ticked has its fields beside the others. */
export function SurveyWordsPage(props: SurveyWordsPageProps) {
  const { frame, register, list, survey, words, errors = {}, meanwhile } = props;
  const t = translator(frame.locale);
  const title = t(survey ? 'surveys.words.title' : 'surveys.new');
  const labels = Object.fromEntries(
    SURVEY_LOCALES.flatMap((locale) => {
      const language = t(`surveys.language.${locale}`);
      return [
        [`title_${locale}`, t('surveys.words.in', { what: t('surveys.words.name'), language })],
        [
          `introduction_${locale}`,
          t('surveys.words.in', { what: t('surveys.words.introduction'), language }),
        ],
      ];
    }),
  );
  const action = survey
    ? staffPaths.surveyPage(register.id, list.id, survey.id, 'words')
    : staffPaths.surveys(register.id, list.id);
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <SurveyCrumbs frame={frame} register={register} list={list} />
      <h1>{title}</h1>
      {!survey && <p class="lead">{t('surveys.words.lead')}</p>}
      {meanwhile && (
        <div class="note warn" role="alert">
          <p>
            <strong>{t('surveys.meanwhile')}</strong>
          </p>
          <p>{t('surveys.meanwhile.words', { title: titleOf(t, meanwhile, frame.locale) })}</p>
          <p class="lines">{wordsFor(meanwhile.introduction, meanwhile, frame.locale)?.text}</p>
        </div>
      )}
      <ErrorSummary t={t} errors={errors} labels={labels} />
      <Form action={action} csrf={frame.csrf} class="survey-words">
        {survey && <input type="hidden" name="seen" value={survey.seen} />}
        <fieldset id="locales">
          <legend>{t('surveys.words.languages')}</legend>
          <div class="abreast">
            {SURVEY_LOCALES.map((locale) => (
              <div key={locale} class="tick">
                <input
                  type="checkbox"
                  id={`in-${locale}`}
                  name="locales"
                  value={locale}
                  checked={words.locales.includes(locale)}
                />
                <label for={`in-${locale}`}>{t(`surveys.language-name.${locale}`)}</label>
              </div>
            ))}
          </div>
          <p class="hint">{t('surveys.words.languages-hint')}</p>
        </fieldset>
        <div class="tongues">
          {SURVEY_LOCALES.map((locale) => (
            <fieldset key={locale} class={`tongue ${locale}`}>
              <legend class="heading">{t(`surveys.language-name.${locale}`)}</legend>
              <TextField
                t={t}
                name={`title_${locale}`}
                label={t('surveys.words.name')}
                value={words.title[locale] ?? ''}
                error={errors[`title_${locale}`]}
                hint={t('surveys.words.name-hint')}
                autocomplete="off"
                required={false}
                lang={locale}
              />
              <TextArea
                t={t}
                name={`introduction_${locale}`}
                label={t('surveys.words.introduction')}
                value={words.introduction[locale] ?? ''}
                error={errors[`introduction_${locale}`]}
                hint={t('surveys.words.introduction-hint')}
                rows={7}
                required={false}
                lang={locale}
              />
            </fieldset>
          ))}
        </div>
        <p class="buttons">
          <button type="submit" class="button">
            {t(survey ? 'surveys.save' : 'surveys.words.begin')}
          </button>
          <a
            class="button quiet"
            href={
              survey
                ? staffPaths.survey(register.id, list.id, survey.id)
                : staffPaths.surveys(register.id, list.id)
            }
          >
            {t('surveys.back')}
          </a>
        </p>
      </Form>
    </StaffLayout>
  );
}
