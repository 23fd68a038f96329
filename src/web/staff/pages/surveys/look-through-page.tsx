import { type Message, translator } from '../../../../platform/i18n/messages.js';
import type { Said, SaidCounts } from '../../../../surveys/look-through.service.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { TextArea } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';
import { wordsFor } from './survey-text.js';

export interface LookThroughPageProps extends OfSurvey {
  notice?: Message;
  survey: Survey;
  counts: readonly SaidCounts[];
  /** Null where nothing is left. */
  said: Said | null;
  error?: Message;
}

/** One text at a time: shown to colleagues, cleared of names first where it holds any, or shown to nobody. */
export function LookThroughPage(props: LookThroughPageProps) {
  const { frame, notice, register, list, survey, counts, said, error } = props;
  const t = translator(frame.locale);
  const title = t('surveys.look-through');
  const sum = (of: 'all' | 'unread') => counts.reduce((all, one) => all + one[of], 0);
  const question = survey.definition.questions.find(({ id }) => id === said?.question);
  const words = question && wordsFor(question.words, survey.definition, frame.locale);
  const path = staffPaths.surveyPage(register.id, list.id, survey.id, 'said');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <SurveyCrumbs frame={frame} register={register} list={list} survey={survey} />
      <h1>{title}</h1>
      <p class="lead">{t('surveys.said.lead')}</p>
      {said === null ? (
        <>
          <p class="note">{t(sum('all') === 0 ? 'surveys.said.nothing' : 'surveys.said.done')}</p>
          <p>
            <a class="button" href={staffPaths.surveyPage(register.id, list.id, survey.id, 'results')}>
              {t('surveys.results')}
            </a>
          </p>
        </>
      ) : (
        <>
          <p>{t('surveys.said.progress', { done: sum('all') - sum('unread'), all: sum('all') })}</p>
          <Form action={path} csrf={frame.csrf} class="card look-through">
            <input type="hidden" name="said" value={said.id} />
            <input type="hidden" name="was" value={said.state} />
            <h2 lang={words?.lang}>{words?.text ?? t('surveys.no-words')}</h2>
            {said.state !== 'unread' && <p class="hint">{t(`surveys.said.is.${said.state}`)}</p>}
            <TextArea
              t={t}
              name="words"
              label={t('surveys.said.words')}
              value={said.words}
              rows={6}
              hint={t('surveys.said.hint')}
              {...(error && { error })}
            />
            <p class="buttons">
              <button type="submit" class="button" name="decision" value="show">
                {t('surveys.said.show')}
              </button>
              <button type="submit" class="button stop" name="decision" value="withhold">
                {t('surveys.said.withhold')}
              </button>
              <a class="button quiet" href={path}>
                {t('surveys.said.another')}
              </a>
            </p>
          </Form>
        </>
      )}
    </StaffLayout>
  );
}
