import { dayOf } from '../../../pages/month.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { DayField } from '../../../pages/clock-fields.js';
import { Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import type { SurveyPageProps } from './survey-page.js';

export interface ClosingDayProps extends Pick<
  SurveyPageProps,
  'frame' | 'register' | 'list' | 'survey' | 'today' | 'again'
> {
  writes: boolean;
}

/** The last day on which somebody may answer; or none, and somebody closes it. */
export function ClosingDay({ frame, register, list, survey, today, again, writes }: ClosingDayProps) {
  const t = translator(frame.locale);
  const { closesOn } = survey;
  return (
    <section class="card">
      <h2>{t('surveys.day')}</h2>
      <p>
        {closesOn === null
          ? t('surveys.day.none')
          : t('surveys.day.on', { day: dayOf(closesOn, frame.locale) })}
      </p>
      {writes && (
        <Form
          action={staffPaths.surveyPage(register.id, list.id, survey.id, 'closing-day')}
          csrf={frame.csrf}
        >
          {again && (
            <p class="error" id="day-error">
              {t(again.error.key, again.error.params)}
            </p>
          )}
          <DayField
            name="day"
            label={t('surveys.day.label')}
            value={again?.day ?? closesOn ?? ''}
            min={today}
            required={false}
            {...(again && { wrong: 'day-error' })}
          />
          <button type="submit" class="button quiet">
            {t('surveys.save')}
          </button>
        </Form>
      )}
    </section>
  );
}
