import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import { FEWEST_ANSWERS } from '../../../../surveys/shown-results.js';
import { ActButton } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import type { SurveyPageProps } from './survey-page.js';

/** What came of it, and the ways on from there. */
export function ClosedSurvey(props: SurveyPageProps & { writes: boolean }) {
  const { frame, register, list, survey, unread, writes } = props;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const page = (which: string) => staffPaths.surveyPage(register.id, list.id, survey.id, which);
  const looks = mayDo(frame.member.grants, 'look-through', { registerId: register.id, listId: list.id });
  if (survey.state === 'closing')
    return (
      <div class="note">
        <p>{t('surveys.closing.text')}</p>
        <p>
          <a href={staffPaths.survey(register.id, list.id, survey.id)}>{t('surveys.look-again')}</a>
        </p>
      </div>
    );
  const answered = survey.answered ?? 0;
  const enough = answered >= FEWEST_ANSWERS;
  return (
    <section class="card standing" aria-labelledby="standing">
      <h2 id="standing">{t('surveys.came-to')}</h2>
      <p class="big">
        <strong>{enough ? number(answered) : t('surveys.under-ten')}</strong>
        <span>{t('surveys.have-answered')}</span>
      </p>
      {!enough && <p>{t('surveys.too-few')}</p>}
      {unread > 0 && <p>{t(looks ? 'surveys.unread' : 'surveys.unread.others', { count: unread })}</p>}
      <div class="buttons">
        {enough && (
          <a class="button" href={page('results')}>
            {t('surveys.results')}
          </a>
        )}
        {looks && unread > 0 && (
          <a class="button quiet" href={page('said')}>
            {t('surveys.look-through')}
          </a>
        )}
        {writes && (
          <ActButton action={page('copy')} csrf={frame.csrf} label={t('surveys.again')} kind="quiet" />
        )}
      </div>
    </section>
  );
}
